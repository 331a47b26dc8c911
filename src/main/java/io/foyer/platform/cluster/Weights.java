package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vert.x 5.0.12 shares messages out by a node's registrations less one: of two nodes with one and
 * two of them the first gets nothing. Where nodes differ, each is therefore listed once more.
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
