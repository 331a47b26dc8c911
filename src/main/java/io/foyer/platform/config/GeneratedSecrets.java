package io.foyer.platform.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Secrets that nobody has set: made at the first start, kept in {@code secrets.yml} below the data
 * folder, readable by the owner only, and the same at every later start. Of several processes that
 * start at once all get the same.
 *
 * @param adminToken 32 random bytes in base64url
 * @param file where they are kept
 */
public record GeneratedSecrets(Secret adminToken, Path file) {
  private static final String FILE = "secrets.yml";
  private static final String ADMIN_TOKEN = "admin_token";
  private static final int TOKEN_BYTES = 32;

  /**
   * Reads the secrets of {@code dataDir}, and makes them first where there are none.
   *
   * @throws ConfigException if the file holds something else
   * @throws UncheckedIOException if the folder cannot be written or the file not be read
   */
  public static GeneratedSecrets load(Path dataDir) {
    Path file = dataDir.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(dataDir, only("rwx------"));
        create(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep generated secrets in " + file, e);
    }
    Issues issues = new Issues();
    Node.Tree tree = YamlFile.read(file, issues);
    issues.throwIfAny();
    return new GeneratedSecrets(adminToken(file, tree), file);
  }

  private static Secret adminToken(Path file, Node.Tree tree) {
    if (tree.entries().get(ADMIN_TOKEN) instanceof Node.Scalar token && !token.text().isEmpty()) {
      return Secret.of(token.text());
    }
    throw new ConfigException(
        List.of(), List.of(new ConfigException.Issue(file.toString(), "holds no " + ADMIN_TOKEN)));
  }

  /**
   * A link to a file that is complete either comes to be or finds the name taken, whatever dies in
   * between: nobody ever reads half a file.
   */
  private static void create(Path file) throws IOException {
    Path complete =
        Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".new", only("rw-------"));
    try {
      write(complete);
      Files.createLink(file, complete);
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its secrets count, and they are read next.
    } finally {
      Files.deleteIfExists(complete);
    }
  }

  private static void write(Path file) throws IOException {
    String text =
        """
        # Made by Foyer at its first start. Whoever can read this file is an administrator.
        %s: "%s"
        """
            .formatted(ADMIN_TOKEN, random());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static String random() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
