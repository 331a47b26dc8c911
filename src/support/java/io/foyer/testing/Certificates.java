package io.foyer.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of one test's own, made by keytool, and what it certifies, as PEM files. */
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final String authority;

  /** A new authority of this name; its files go into {@code folder}. */
  public Certificates(Path folder, String authority) {
    this.folder = folder;
    this.authority = authority;
    make(authority, "-ext", "bc:c");
    export(authority);
  }

  /** A certificate for 127.0.0.1 and localhost, and its key. */
  public record Pem(Path certificate, Path key) {}

  /** The authority's own certificate. */
  public Path authority() {
    return folder.resolve(authority + ".pem");
  }

  /** Certifies a new key. */
  public Pem certify(String name) {
    make(name);
    Path request = folder.resolve(name + ".csr");
    Path signed = folder.resolve(name + ".pem");
    keytool(name, "-certreq", "-alias", name, "-file", request.toString());
    keytool(
        authority,
        "-gencert",
        "-alias",
        authority,
        "-infile",
        request.toString(),
        "-outfile",
        signed.toString(),
        "-rfc",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
    return new Pem(signed, key(name));
  }

  private void make(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name));
    arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    arguments.addAll(List.of(more));
    keytool(name, arguments.toArray(String[]::new));
  }

  private void export(String name) {
    keytool(name, "-exportcert", "-alias", name, "-rfc", "-file", authority().toString());
  }

  private Path key(String name) {
    Path file = folder.resolve(name + ".key");
    try (InputStream in = Files.newInputStream(store(name))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
      String body =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key);
      return Files.writeString(
          file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private void keytool(String store, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store(store).toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
