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
import java.util.Optional;
import java.util.Set;

/**
 * A secret that nobody has set: made when it is first needed, kept in a file of its own below the
 * data folder, readable by the owner only, and the same ever after. Of several processes that need
 * it at once all get the same.
 *
 * @param value 32 random bytes in base64url
 * @param file where it is kept
 */
public record GeneratedSecret(Secret value, Path file) {
  private static final int BYTES = 32;

  /**
   * Reads the secret {@code name} of {@code dataDir}, and makes it first where there is none.
   *
   * @param name of the file
   * @throws ConfigException if the file is empty
   * @throws UncheckedIOException if the folder cannot be written or the file not be read
   */
  public static GeneratedSecret load(Path dataDir, String name) {
    Path file = dataDir.resolve(name);
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(dataDir, only("rwx------"));
        create(file);
      }
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a generated secret in " + file, e);
    }
  }

  /** A secret that has been made, and is still there. */
  public static Optional<GeneratedSecret> find(Path dataDir, String name) {
    Path file = dataDir.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** A value like those that are kept, for one that is not. */
  public static Secret unkept() {
    return Secret.of(random());
  }

  private static GeneratedSecret read(Path file) throws IOException {
    String text = Files.readString(file).strip();
    if (text.isEmpty()) {
      throw new ConfigException(
          List.of(), List.of(new ConfigException.Issue(file.toString(), "is empty")));
    }
    return new GeneratedSecret(Secret.of(text), file);
  }

  /**
   * A link to a file that is complete either comes to be or finds the name taken, whatever dies in
   * between: nobody ever reads half a file.
   */
  private static void create(Path file) throws IOException {
    Path complete =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            String.valueOf(file.getFileName()),
            ".new",
            only("rw-------"));
    try {
      write(complete);
      Files.createLink(file, complete);
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its secret counts, and is read next.
    } finally {
      Files.deleteIfExists(complete);
    }
  }

  private static void write(Path file) throws IOException {
    String text = random() + "\n";
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
