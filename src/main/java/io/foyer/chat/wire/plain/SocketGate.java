package io.foyer.chat.wire.plain;

import io.foyer.accounts.AccountAuthenticator;
import io.foyer.accounts.SessionService;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Origins;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * Who opens a socket. A page elsewhere opens none; a cookie counts only from a page of ours,
 * because a browser sends it along whoever made it connect.
 */
public final class SocketGate {
  private static final int LONGEST_TOKEN = 8_192;

  private final AccountAuthenticator gate;
  private final SessionService sessions;
  private final Origins origins;

  /**
   * A gate for sockets.
   *
   * @param origins of Foyer's own pages
   */
  public SocketGate(AccountAuthenticator gate, SessionService sessions, Origins origins) {
    this.gate = gate;
    this.sessions = sessions;
    this.origins = origins;
  }

  /** Whether the parameter {@code ticket} is there and cannot be one. */
  boolean malformedTicket(HttpServerRequest request) {
    List<String> tickets = request.params().getAll("ticket");
    return tickets.size() > 1
        || tickets.stream().anyMatch(it -> it.isBlank() || it.length() > LONGEST_TOKEN);
  }

  /** Whether a page of ours asks, or no page. */
  public boolean open(HttpServerRequest request) {
    return request.getHeader("Origin") == null || origins.ours(request);
  }

  /**
   * Who it is.
   *
   * @param token what he came by, where nobody would tell of the end of his log-in
   */
  public record Known(Caller caller, Optional<Secret> token) {
    static Known by(Caller caller, String token) {
      return new Known(
          caller, caller.session().isPresent() ? Optional.empty() : Optional.of(Secret.of(token)));
    }
  }

  /**
   * Whom ticket, header or cookie name, in this order; empty where there is none of them. Reads the
   * request before it returns.
   *
   * @return fails with {@code Denied} or {@code Unavailable}
   */
  public Future<Optional<Known>> known(HttpServerRequest request) {
    if (malformedTicket(request)) {
      return Future.failedFuture(noTicket());
    }
    String ticket = request.getParam("ticket");
    if (ticket != null) {
      return sessions
          .redeem(Secret.of(ticket))
          .map(caller -> Optional.of(new Known(caller, Optional.empty())));
    }
    String header = request.getHeader("Authorization");
    if (header != null) {
      return gate.authenticate(request).map(caller -> Optional.of(Known.by(caller, token(header))));
    }
    return origins.ours(request)
        ? gate.authenticate(request)
            .map(caller -> Optional.of(new Known(caller, Optional.empty())))
            .recover(SocketGate::stranger)
        : Future.succeededFuture(Optional.empty());
  }

  static ProblemException noTicket() {
    return new Problem.Denied("This is no ticket.").asException();
  }

  /** A page whose log-in has ended may still say who it is. */
  private static Future<Optional<Known>> stranger(Throwable cause) {
    return denied(cause) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(cause);
  }

  private static String token(String header) {
    return header.substring(header.indexOf(' ') + 1).strip();
  }

  /** Who a request of the API comes from, which was let in before. */
  static Known known(HttpServerRequest request, Caller caller) {
    String header = request.getHeader("Authorization");
    return header == null ? new Known(caller, Optional.empty()) : Known.by(caller, token(header));
  }

  /** Whom a token names; fails as {@link #known}. */
  public Future<Known> bearer(String token) {
    return token.length() <= LONGEST_TOKEN
        ? gate.bearer(token).map(caller -> Known.by(caller, token))
        : Future.failedFuture(new Problem.Denied("This is no token.").asException());
  }

  /** The same caller, if as far as this node knows his log-in goes on. */
  public Future<Caller> still(Caller caller) {
    return sessions.still(caller);
  }

  /** Asks again for a token whose end nobody tells of, and ends its guest where it is over. */
  public void lookAgain(Secret token, OpenSockets.Guest guest) {
    gate.bearer(token.reveal())
        .onFailure(
            cause -> {
              if (denied(cause)) {
                guest.loggedOut();
              }
            });
  }

  static boolean denied(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.Denied;
  }
}
