package io.foyer.accounts.wire;

import io.foyer.accounts.AccountService;
import io.foyer.accounts.SessionService;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.RouteGroup;
import java.util.List;

/** Entry point of the legacy account APIs for the composition root. */
public final class AccountWires {
  private AccountWires() {}

  /**
   * The routes.
   *
   * @param settings how long a request may take, and how large its body may be
   * @param readiness checks shown by the gateway's {@code /readiness}
   */
  public static List<RouteGroup> routes(
      AccountService accounts,
      SessionService sessions,
      HttpServerSettings settings,
      Readiness readiness) {
    return List.of(
        new GatewayStatus(readiness),
        new MeetingsRoutes(accounts, sessions, settings),
        new ChatRoutes(new ChatRegistration(accounts), accounts, sessions, settings));
  }
}
