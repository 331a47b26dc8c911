package io.foyer.cli;

import io.foyer.DemoSettings;
import io.foyer.Foyer;
import io.foyer.Foyer.Address;
import io.foyer.FoyerConfig;
import io.foyer.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs a node together with stand-ins for the outside, and prints how to try it. */
@Command(description = "Runs Foyer with stand-ins for the intranet and Slack.")
final class DemoCommand implements Callable<Integer> {
  private final CommandRunner runner;

  DemoCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return runner.withConfig(this::run);
  }

  private int run(FoyerConfig given) {
    Demo demo = new Demo();
    demo.start().await();
    given.feeds().nats().filter(nats -> given.feeds().feeds().samples()).ifPresent(demo::publish);
    FoyerConfig config = runner.reload(new DemoSettings(given, demo)::apply);
    Foyer foyer = Foyer.demo(config, demo);
    return runner.serve(
        foyer,
        address -> welcome(config, address),
        () -> {
          demo.quiet();
          foyer.drain();
          demo.close().await();
        });
  }

  private void welcome(FoyerConfig config, Address address) {
    runner.print(config, address);
    String secret =
        DemoSettings.publicSecret(config).orElse("(your secret of " + DemoSettings.CREATE + ")");
    runner.out().print(invitation(config.http().publicAddress(address.port()).toString(), secret));
    if (config.services().postgres().isPresent()) {
      runner
          .out()
          .println("Bookings go into the configured database, not into one of the demo's own.");
    }
  }

  /** GNU's date first, then that of BSD and macOS; each call books another evaluation. */
  private static String invitation(String address, String secret) {
    return """

    Open      %1$s/demo.html
    and book an evaluation that begins in five minutes:

      begin=$(date -u -d '+5 minutes' +%%Y-%%m-%%dT%%H:%%M:%%SZ 2>/dev/null || date -u -v+5M +%%Y-%%m-%%dT%%H:%%M:%%SZ)
      curl -i %1$s/webhooks -H 'X-Model: scale_team' -H 'X-Event: create' \\
        -H 'X-Secret: %2$s' -H "X-Delivery: try-$(date +%%s)" -H 'Content-Type: application/json' \\
        -d '{"id": '"$(date +%%s)"', "begin_at": "'"$begin"'", "user": {"login": "evalice"}, "team": {"id": 770042}}'

    """
        .formatted(address, secret);
  }
}
