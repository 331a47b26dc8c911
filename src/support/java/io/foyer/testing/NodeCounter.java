package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/**
 * A counter of some nodes. A push and the sweep behind it bring the same; it was the push where the
 * sweeps that were counted before and after are as many. Such a run says so whatever it took, and
 * one in which a sweep began says nothing and is to be repeated.
 */
public final class NodeCounter {
  private final String name;
  private final List<ManagementClient> nodes;

  /**
   * Counts by this name.
   *
   * @param managementPorts of the nodes
   */
  public NodeCounter(String name, int... managementPorts) {
    this.name = name;
    this.nodes = Arrays.stream(managementPorts).mapToObj(ManagementClient::new).toList();
  }

  /** Whether nothing was counted while {@code action} ran. */
  public boolean unmovedBy(Runnable action) {
    List<Double> before = values();
    action.run();
    return values().equals(before);
  }

  private List<Double> values() {
    List<Double> values = nodes.stream().map(node -> node.gauge(name)).toList();
    assertThat(values).as(name).isNotEmpty().noneMatch(value -> value < 0);
    return values;
  }
}
