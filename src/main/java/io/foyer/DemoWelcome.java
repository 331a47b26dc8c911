package io.foyer;

import java.io.PrintStream;
import java.net.URI;

/**
 * Prints how to try a demo: the page to open, and a booking request to paste into another terminal.
 */
final class DemoWelcome {
  private static final String CREATE = DemoSettings.CREATE;

  private DemoWelcome() {}

  static void print(PrintStream out, FoyerConfig config, URI address) {
    String secret = DemoSettings.publicSecret(config).orElse("(your secret of " + CREATE + ")");
    out.print(invitation(address, secret));
    if (config.services().postgres().isPresent()) {
      out.println("Bookings go into the configured database, not into one of the demo's own.");
    }
    out.flush();
  }

  /** GNU's date first, then that of BSD and macOS; each call books another evaluation. */
  private static String invitation(URI address, String secret) {
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
