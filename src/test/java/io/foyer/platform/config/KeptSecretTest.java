package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that nobody has set is made once and kept to its owner. */
class KeptSecretTest {
  @TempDir private Path directory;

  @Test
  void theFirstStartMakesItForTheOwnerOnly() throws IOException {
    Path dataDir = directory.resolve("deep/data");

    GeneratedSecret secret = GeneratedSecret.load(dataDir, "jwt.secret");

    assertThat(Base64.getUrlDecoder().decode(secret.value().reveal())).hasSize(32);
    assertThat(secret.file()).isEqualTo(dataDir.resolve("jwt.secret"));
    assertThat(permissions(secret.file())).isEqualTo("rw-------");
    assertThat(permissions(dataDir)).isEqualTo("rwx------");
    assertThat(secret.toString()).doesNotContain(secret.value().reveal());
    try (var files = Files.list(dataDir)) {
      assertThat(files).containsExactly(secret.file());
    }
  }

  @Test
  void laterStartsHaveTheSame() {
    assertThat(GeneratedSecret.load(directory, "jwt.secret"))
        .isEqualTo(GeneratedSecret.load(directory, "jwt.secret"));
  }

  @Test
  void twoInstallationsDiffer() {
    assertThat(GeneratedSecret.load(directory.resolve("a"), "jwt.secret").value())
        .isNotEqualTo(GeneratedSecret.load(directory.resolve("b"), "jwt.secret").value());
  }

  @Test
  void startsAtOnceAgree() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path dataDir = directory.resolve("round" + round);
      Callable<GeneratedSecret> start = () -> GeneratedSecret.load(dataDir, "jwt.secret");
      Set<GeneratedSecret> seen = new HashSet<>();
      try (ExecutorService starts = Executors.newFixedThreadPool(8)) {
        for (Future<GeneratedSecret> each : starts.invokeAll(Collections.nCopies(8, start))) {
          seen.add(each.get());
        }
      }
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void anEmptyFileStopsTheStart() throws IOException {
    for (String text : List.of("", "\n", "  \n")) {
      Files.writeString(directory.resolve("jwt.secret"), text);

      assertThatThrownBy(() -> GeneratedSecret.load(directory, "jwt.secret"))
          .isInstanceOf(ConfigException.class)
          .hasMessageEndingWith("jwt.secret: is empty");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
