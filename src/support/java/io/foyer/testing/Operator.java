package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;

/** Somebody who watches a node by its management port. */
public final class Operator {
  private final Visitor visitor;

  /** Watches by this port. */
  public Operator(int managementPort) {
    this.visitor = new Visitor(managementPort);
  }

  /** The status of {@code /ready}. */
  public int ready() {
    return visitor.send(visitor.request("/ready").GET().build()).statusCode();
  }

  /** What {@code /ready} says of a check: its state and its detail; empty where there is none. */
  public String check(String name) {
    JsonObject all =
        new JsonObject(visitor.send(visitor.request("/ready").GET().build()).body())
            .getJsonObject("checks");
    JsonObject found = all.getJsonObject(name, new JsonObject());
    return (found.getString("status", "") + " " + found.getString("detail", "")).strip();
  }

  /** The value of a gauge without labels; -1 where there is none. */
  public double gauge(String name) {
    return visitor
        .send(visitor.request("/metrics").GET().build())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findAny()
        .orElse(-1);
  }

  /** Waits until a check says this. */
  public void await(String check, String said) {
    Awaitility.await().untilAsserted(() -> assertThat(check(check)).as(check).isEqualTo(said));
  }
}
