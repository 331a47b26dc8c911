package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Somebody who watches a node by its management port. */
public final class ManagementClient {
  private final Visitor visitor;
  private final Duration timeout;

  /** Watches by this port. */
  public ManagementClient(int managementPort) {
    this(managementPort, Duration.ofSeconds(20));
  }

  /** One that waits no longer for an answer. */
  public ManagementClient(int managementPort, Duration timeout) {
    this.visitor = new Visitor(managementPort);
    this.timeout = timeout;
  }

  private HttpResponse<String> get(String path) {
    return visitor.send(visitor.request(path).timeout(timeout).GET().build());
  }

  /** The status of {@code /ready}; 0 where there is no answer. */
  public int ready() {
    try {
      return get("/ready").statusCode();
    } catch (IllegalStateException e) {
      return 0;
    }
  }

  /** What {@code /ready} says of a check: its state and its detail; empty where there is none. */
  public String check(String name) {
    JsonObject all = new JsonObject(get("/ready").body()).getJsonObject("checks");
    JsonObject found = all.getJsonObject(name, new JsonObject());
    return (found.getString("status", "") + " " + found.getString("detail", "")).strip();
  }

  /** The value of a gauge without labels; -1 where there is none. */
  public double gauge(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findAny()
        .orElse(-1);
  }

  /** Waits until a check says this. */
  public void await(String check, String said) {
    await(check, said, TestTimeouts.AWAITILITY);
  }

  /** Waits so long until a check says this. */
  public void await(String check, String said, Duration atMost) {
    Awaitility.await()
        .atMost(atMost)
        .untilAsserted(() -> assertThat(check(check)).as(check).isEqualTo(said));
  }
}
