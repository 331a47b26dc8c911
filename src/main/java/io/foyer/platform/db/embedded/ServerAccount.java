package io.foyer.platform.db.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * The user that the server's programs run as. PostgreSQL refuses user 0, so root needs a detour.
 */
sealed interface ServerAccount {
  /** What comes before a command. */
  List<String> prefix();

  /** Makes the home usable for this user. */
  void prepare(Home home) throws IOException;

  /** Whoever runs Foyer, and is not root. */
  record Own() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void prepare(Home home) {}
  }

  /** Root in a user namespace of its own: sees itself as nobody, and its files stay root's. */
  record Namespace() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "-U");
    }

    @Override
    public void prepare(Home home) {}
  }

  /** Another user, for root where user namespaces are forbidden (most containers). */
  record Other(int uid, int gid) implements ServerAccount {
    static final Other NOBODY = new Other(65_534, 65_534);

    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
    }

    @Override
    public void prepare(Home home) throws IOException {
      if (Trees.owner(home.directory()) != uid || needsGift(home)) {
        Trees.giveTo(uid, gid, home.directory());
      }
    }

    private boolean needsGift(Home home) throws IOException {
      return Files.exists(home.cluster()) && Trees.owner(home.cluster()) != uid;
    }
  }

  /** The user for this process and this home; a home keeps the user that it was made with. */
  static ServerAccount choose(Home home) throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return new Own();
    }
    if (Files.isDirectory(home.cluster()) && Trees.owner(home.cluster()) != 0) {
      return new Other(Trees.owner(home.cluster()), Trees.group(home.cluster()));
    }
    if (Commands.works("unshare", "-U", "true")) {
      return new Namespace();
    }
    if (Commands.works("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true")) {
      return Other.NOBODY;
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL refuses to run as root, and this system allows neither user namespaces"
            + " (unshare -U) nor setpriv: run Foyer as another user or set POSTGRES_HOST");
  }
}
