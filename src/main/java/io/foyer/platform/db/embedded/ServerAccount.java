package io.foyer.platform.db.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Operating system user that the server runs as: PostgreSQL refuses root, initdb a user without a
 * name.
 */
sealed interface ServerAccount {
  /** Prefix of a command. */
  List<String> prefix();

  /** Lets this user have a file, or a directory with all that is in it. */
  void chown(Path path) throws IOException;

  /** The user that runs Foyer. */
  record Own() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void chown(Path path) {}
  }

  /** The same user, mapped to another id in a user namespace; its files keep their owner. */
  record Namespace() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "-U");
    }

    @Override
    public void chown(Path path) {}
  }

  /** Another user, for root where user namespaces are forbidden (most containers). */
  record Other(int uid, int gid) implements ServerAccount {
    private static final Other NOBODY = new Other(65_534, 65_534);

    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
    }

    @Override
    public void chown(Path path) throws IOException {
      if (Trees.owner(path) != uid) {
        Trees.giveTo(uid, gid, path);
      }
    }
  }

  /** The user for this home, which then is hers; a home keeps the user that it was made for. */
  static ServerAccount of(EmbeddedHome home) throws IOException {
    ServerAccount account = choose(home);
    Path above = home.directory().resolveSibling(".");
    if (!runs(account, "test", "-x", above.toString())) {
      throw new EmbeddedPostgresException(
          "PostgreSQL has to run without root's rights (%s) and cannot reach %s: open the directories above it (chmod o+x), set another DATA_DIR, or run Foyer as another user"
              .formatted(String.join(" ", account.prefix()), home.directory()));
    }
    account.chown(home.directory());
    return account;
  }

  private static ServerAccount choose(EmbeddedHome home) throws IOException {
    UnixSystem self = new UnixSystem();
    int owner = Trees.owner(home.directory());
    if (self.getUid() != 0) {
      boolean named = Optional.ofNullable(self.getUsername()).isPresent();
      return named || !runs(new Namespace(), "true") ? new Own() : new Namespace();
    }
    if (owner != 0) {
      return new Other(owner, Trees.group(home.directory()));
    }
    if (runs(new Namespace(), "true")) {
      return new Namespace();
    }
    if (runs(Other.NOBODY, "true")) {
      return Other.NOBODY;
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL refuses to run as root, and this system allows neither user namespaces"
            + " (unshare -U) nor setpriv: run Foyer as another user or set POSTGRES_HOST");
  }

  private static boolean runs(ServerAccount account, String... command) {
    return Commands.works(
        Stream.concat(account.prefix().stream(), Stream.of(command)).toArray(String[]::new));
  }
}
