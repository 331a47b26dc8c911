package io.foyer.platform.db.embedded;

import io.foyer.platform.config.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * File with the superuser's password: 32 random bytes, generated once, readable only by its owner.
 */
final class PasswordFile {
  private PasswordFile() {}

  static Secret of(EmbeddedHome home) throws IOException {
    if (!Files.exists(home.password())) {
      if (Files.exists(home.cluster())) {
        throw new EmbeddedPostgresException(
            home.password() + " is missing, but there is a database: restore it from a backup");
      }
      write(home, random());
    }
    String password = Files.readString(home.password()).strip();
    if (password.isEmpty()) {
      throw new EmbeddedPostgresException(home.password() + " is empty: restore it from a backup");
    }
    return Secret.of(password);
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void write(EmbeddedHome home, String password) throws IOException {
    Path fresh = home.directory().resolve("password.new");
    Files.deleteIfExists(fresh);
    try (FileChannel file =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(password + "\n");
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(fresh, home.password(), StandardCopyOption.ATOMIC_MOVE);
  }
}
