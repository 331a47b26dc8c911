package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Corrects the weights that Vert.x derives from registrations. Vert.x 5.0.12 weighs a node by its
 * registrations less one: of two nodes with one and two consumers the first gets no message. Where
 * nodes differ, each is therefore listed once more.
 */
final class Weights {
  private Weights() {}

  static List<RegistrationInfo> corrected(List<RegistrationInfo> registrations) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, RegistrationInfo> samples = new LinkedHashMap<>();
    for (RegistrationInfo each : registrations) {
      counts.merge(each.nodeId(), 1, Integer::sum);
      samples.put(each.nodeId(), each);
    }
    if (counts.values().stream().distinct().count() <= 1) {
      return registrations;
    }
    var corrected = new ArrayList<>(registrations);
    corrected.addAll(samples.values());
    return corrected;
  }
}
