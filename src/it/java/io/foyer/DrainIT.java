package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import io.foyer.testing.Appointment;
import io.foyer.testing.TcpProxy;
import io.foyer.testing.Visitor;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A drain while clients drip their bodies and a channel gets no answers, by a clock of the test:
 * what hangs is given up at the end of its budget, and all that follows is still done.
 */
class DrainIT {
  private static final Set<String> HANGING = Set.of("http", "work");
  private static final int CLIENTS = 3;

  private final AtomicLong clock = new AtomicLong();
  private final List<String> waits = new ArrayList<>();
  private final List<String> timedOut = new ArrayList<>();
  private final List<Socket> dripping = new ArrayList<>();
  private ProgramFixture program;
  private TcpProxy slackThat;

  @BeforeEach
  void open() {
    program = ProgramFixture.open("drain", Map.of("ROLES", "http"));
    slackThat = new TcpProxy("127.0.0.1", program.slackThat().url().getPort());
  }

  @AfterEach
  void close() throws IOException {
    slackThat.close();
    for (Socket each : dripping) {
      each.close();
    }
    program.close();
  }

  private Foyer foyer() {
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.put("SLACK_THAT_URL", "http://127.0.0.1:" + slackThat.port());
    environment.put("SLACK_THAT_CALL_TIMEOUT", "1h");
    return Foyer.of(
        Settings.load(
                FoyerConfig.class,
                new Sources(Map.of(), environment, Optional.empty(), Path.of("").toAbsolutePath()))
            .config());
  }

  private void drip(Socket client) {
    try {
      client.getOutputStream().write(' ');
      client.getOutputStream().flush();
    } catch (IOException e) {
      throw new IllegalStateException("closed before its time", e);
    }
  }

  private Socket dripping(int port) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    StringBuilder head = new StringBuilder("POST /webhooks HTTP/1.1\r\nHost: foyer\r\n");
    Visitor.headers("create").forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
    client.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  /** Passes the time of what hangs at once; waits for all else as long as it takes. */
  private void pass(String step, Future<?> future, Duration limit) throws TimeoutException {
    waits.add(step + " " + limit.toSeconds());
    if (HANGING.contains(step)) {
      dripping.forEach(this::drip);
    }
    if (HANGING.contains(step) || limit.isZero()) {
      clock.addAndGet(limit.toNanos());
      timedOut.add(step);
      throw new TimeoutException();
    }
    future.await(60, TimeUnit.SECONDS);
  }

  private long requests(int managementPort) {
    return new Visitor(managementPort)
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("foyer_http_direct_requests_total{"))
        .filter(line -> line.contains("/webhooks"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf('}') + 1)))
        .sum();
  }

  @Test
  void whatHangsTakesItsBudgetAndNoTimeOfWhatFollows() throws Exception {
    slackThat.freeze();
    Foyer foyer = foyer();
    Foyer.Address address = foyer.start();
    Appointment booked = program.appointment();
    assertThat(
            new Visitor(address.port())
                .deliver("create", booked.at(Instant.now().plus(Duration.ofMinutes(5))))
                .statusCode())
        .isEqualTo(204);
    await().until(() -> sending() == 1);
    for (int i = 0; i < CLIENTS; i++) {
      dripping.add(dripping(address.port()));
    }
    await().until(() -> requests(address.managementPort()) == 1 + CLIENTS);

    foyer.drain(clock::get, this::pass);

    assertThat(timedOut).containsExactly("http", "work");
    assertThat(waits).contains("http 12", "work 6").doesNotHaveDuplicates();
    assertThat(Duration.ofNanos(clock.get())).hasSeconds(18);
    for (Socket each : dripping) {
      assertThatThrownBy(() -> IntStream.range(0, 1_000).forEach(i -> drip(each)))
          .hasMessage("closed before its time");
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), address.port()).close())
        .isInstanceOf(IOException.class);
    assertThat(sending()).isEqualTo(1);
    assertThat(program.logs().holding("ERROR")).isEmpty();
  }

  private long sending() {
    return program.database().number("SELECT count(*) FROM outbox WHERE status = 'sending'");
  }
}
