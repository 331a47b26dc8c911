package io.foyer;

import io.foyer.Foyer.Address;
import io.foyer.Foyer.StartFailure;
import io.foyer.cli.CommandHandlers;
import io.foyer.demo.Demo;
import io.foyer.platform.config.Sources;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a verb does with one running Foyer, and the way out. A signal interrupts the verb. One that
 * runs until it is stopped then drains in order and ends with exit code 0; any other was not done,
 * and ends with 128 + the signal's number.
 */
final class Verbs implements CommandHandlers {
  private static final Logger log = LoggerFactory.getLogger(Verbs.class);

  /** What an interrupted verb gets to stop the embedded database, which may checkpoint first. */
  private static final Duration INTERRUPT = Duration.ofSeconds(25);

  private final PrintStream out;
  private final OperatorVerbs operator;
  private final InterruptibleWork work = new InterruptibleWork();

  /** What an ordered stop does; absent for a verb that is to end by itself. */
  private volatile Optional<Runnable> drain = Optional.empty();

  private volatile boolean stopping;
  private final AtomicInteger exitCode = new AtomicInteger();

  Verbs(PrintStream out) {
    this.out = out;
    this.operator = new OperatorVerbs(out);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "drain"));
  }

  private void stop() {
    stopping = true;
    work.interrupt(INTERRUPT);
    drain.ifPresent(
        it -> {
          try {
            it.run();
          } finally {
            // Without halt() the JVM would end with 128 + the signal's number.
            Runtime.getRuntime().halt(exitCode.get());
          }
        });
  }

  /** Ends the process with {@code code}, after what runs has drained; a signal was first with 0. */
  void exit(int code) {
    if (!stopping) {
      exitCode.set(code);
    }
    System.exit(code);
  }

  @Override
  public int run(FoyerConfig config) {
    config
        .warnings()
        .forEach(
            each -> log.atWarn().addKeyValue("setting", each).log("Setting is probably missing"));
    Foyer foyer = new Foyer(config, List.of());
    drain = Optional.of(foyer::drain);
    return work.run(() -> start(config, foyer).isPresent() ? 0 : 1) == 0 ? untilTheSignal() : 1;
  }

  /** Starts it and says where; empty, and logged, if it cannot start. */
  private Optional<Address> start(FoyerConfig config, Foyer foyer) {
    try {
      Address address = foyer.start();
      if (!stopping) {
        tell(config, address);
      }
      return Optional.of(address);
    } catch (StartFailure e) {
      if (!stopping) { // else it was told to stop while it started: an ordered end
        log.atError().addKeyValue("cause", e.getMessage()).log("Start failed");
      }
      return Optional.empty();
    }
  }

  @Override
  public int migrate(FoyerConfig config) {
    return work.run(() -> operator.migrate(config));
  }

  @Override
  public int demo(FoyerConfig given, Function<UnaryOperator<Sources>, FoyerConfig> reload) {
    Demo demo = new Demo();
    demo.start().await();
    given.feeds().nats().filter(nats -> given.feeds().feeds().samples()).ifPresent(demo::publish);
    FoyerConfig config = reload.apply(new DemoSettings(given, demo)::apply);
    Foyer foyer = new Foyer(config, List.of(new DemoFeature(demo)));
    drain =
        Optional.of(
            () -> {
              demo.quiet();
              foyer.drain();
              demo.close().await();
            });
    return work.run(() -> welcome(config, foyer)) == 0 ? untilTheSignal() : 1;
  }

  private int welcome(FoyerConfig settings, Foyer foyer) {
    Optional<Address> address = start(settings, foyer);
    address.ifPresent(
        it -> DemoWelcome.print(out, settings, settings.http().publicAddress(it.port())));
    return address.isPresent() ? 0 : 1;
  }

  @Override
  public int backup(FoyerConfig config, Path target) {
    return work.run(() -> operator.backup(config, target));
  }

  @Override
  public int restore(FoyerConfig config, Path source) {
    return work.run(() -> operator.restore(config, source));
  }

  @Override
  public int importFrom(FoyerConfig config, OldSystem system) {
    return switch (system) {
      case JITSI_42 -> work.run(() -> operator.takeOver(config));
    };
  }

  @Override
  public int listOutbox(FoyerConfig config, OutboxQuery query) {
    return work.run(() -> operator.list(config, query));
  }

  @Override
  public int replayOutbox(FoyerConfig config, OutboxReplay replay) {
    return work.run(() -> operator.replay(config, replay));
  }

  @Override
  public int createAdmin(FoyerConfig config, CreateAdminRequest wish) {
    return work.run(() -> operator.createAdmin(config, wish));
  }

  @Override
  public int publishFeeds(FoyerConfig config, FeedPublication wish) {
    FeedPublishing publishing = new FeedPublishing(out, config, wish);
    drain = Optional.of(publishing::stop);
    return publishing.run();
  }

  @Override
  public int exportFeed(FoyerConfig config, FeedExport wish) {
    return work.run(() -> operator.exportFeed(config, wish));
  }

  private static int untilTheSignal() {
    try {
      new CountDownLatch(1).await(); // the shutdown hook ends the process
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void tell(FoyerConfig config, Address address) {
    out.println("Foyer is open at " + config.http().publicAddress(address.port()));
    out.println(
        "Management: http://%s:%d/ready"
            .formatted(config.http().managementAddr().host(), address.managementPort()));
    address
        .adminPassword()
        .ifPresent(file -> out.println("Log in as admin; the password is in " + file));
    if (config.evaluations().intra().isEmpty()) {
      out.println(
          "Webhooks are off until INTRA_APP_ID, INTRA_APP_SECRET and INTRA_WEBHOOKS are set");
    }
    out.flush();
  }
}
