package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F11: slow, narrow, lossy, half-open and breaking networks to every server. */
@ResourceLock(Machine.NAME)
class NetworkFault {
  private static final long MEGABIT = 125_000;

  /** Each breaks one connection to slack_that, and on it at most one call. */
  private static final int RESETS = 8;

  @Test
  void badNetworksDelayAndLoseNothing() {
    try (Stage stage = new Stage("f11").nodes(2).slowSlack()) {
      stage.nodes().start();
      List<TcpProxy> all =
          List.of(stage.postgresNetwork(), stage.rabbitmqNetwork(), stage.slackNetwork());
      SplittableRandom random = stage.random("plan");
      Duration span = Duration.ofSeconds(45);
      try (Load http = stage.http(Plan.of(random, 1, 350, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 150, span))) {
        slow(stage, all);
        lossy(stage, all, random);
        halfOpen(stage);
        http.await();
        amqp.await();
      }
      RunVerdict runVerdict = stage.judge(RESETS);
      assertThat(stage.postman().refusals()).isSubsetOf("503");
      runVerdict.holds(450);
    }
  }

  private static void slow(Stage stage, List<TcpProxy> all) {
    stage.broke("half a second of latency");
    all.forEach(network -> network.delay(Duration.ofMillis(250)));
    Beat.ofSeconds(6);
    all.forEach(TcpProxy::heal);
    stage.broke("1 Mbit/s");
    all.forEach(network -> network.bandwidth(MEGABIT));
    Beat.ofSeconds(5);
    all.forEach(TcpProxy::heal);
    stage.healed("speed");
  }

  /** One packet in ten is lost by the kernel itself, and connections break besides. */
  private static void lossy(Stage stage, List<TcpProxy> all, SplittableRandom random) {
    try (PacketLoss loss = PacketLoss.begin(10, all.stream().map(TcpProxy::port).toList())) {
      resets(stage, all, random);
      loss.awaitDropped(50);
    }
    stage.broke("end of the loss");
    stage.healed("loss and resets");
  }

  private static void resets(Stage stage, List<TcpProxy> all, SplittableRandom random) {
    for (int i = 0; i < RESETS; i++) {
      stage.broke("before a reset");
      all.forEach(network -> network.resetAfter(random.nextLong(500, 5_000)));
      Beat.ofSeconds(1);
      stage.broke("reset in mid-frame");
    }
    all.forEach(TcpProxy::heal);
  }

  /** Longer than a silent database connection is believed in, then the connections are gone. */
  private static void halfOpen(Stage stage) {
    stage.broke("half-open");
    stage.postgresNetwork().freeze();
    stage.rabbitmqNetwork().freeze();
    Beat.ofSeconds(17);
    stage.postgresNetwork().cut();
    stage.rabbitmqNetwork().cut();
    stage.postgresNetwork().heal();
    stage.rabbitmqNetwork().heal();
    stage.broke("half-open");
    stage.healed("half-open");
  }
}
