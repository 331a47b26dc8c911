package io.foyer.accounts.wire;

import io.foyer.accounts.Account;
import io.foyer.accounts.AccountService;
import io.foyer.accounts.Handle;
import io.foyer.accounts.NewAccount;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Registers a user without a handle: derives one from the name. The first user of a name gets it
 * unchanged, later ones get a suffix.
 */
final class ChatRegistration {
  private static final int TRIES = 3;
  private static final int PASSWORD_BYTES = 18;
  private static final String NAMELESS = "guest";

  private final SecureRandom random = new SecureRandom();
  private final AccountService accounts;

  ChatRegistration(AccountService accounts) {
    this.accounts = accounts;
  }

  /** A registration request; {@code about} may be empty. */
  record Wish(String name, String about, String email, String password, Role role) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Wish[" + role + "]";
    }
  }

  /** The new account; fails with {@code Conflict} where the address is taken. */
  Future<Account> register(Wish wish) {
    String near = Handle.near(wish.name()).map(Handle::text).orElse(NAMELESS);
    return accounts
        .byHandle(near)
        .compose(taken -> register(wish, near, taken.isEmpty() ? near : other(near), TRIES));
  }

  private Future<Account> register(Wish wish, String near, String handle, int tries) {
    return accounts
        .register(
            new NewAccount(
                handle, wish.email(), wish.password(), wish.name(), wish.about(), wish.role()))
        .recover(
            cause ->
                conflict(cause) && tries > 1
                    ? accounts
                        .byHandle(handle)
                        .compose(
                            taken ->
                                taken.isPresent()
                                    ? register(wish, near, other(near), tries - 1)
                                    : Future.failedFuture(cause))
                    : Future.failedFuture(cause));
  }

  private static boolean conflict(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.Conflict;
  }

  private String other(String near) {
    return near + Integer.toString(random.nextInt(1 << 30), 36);
  }

  /** Generates a password for a registration without one. */
  String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
