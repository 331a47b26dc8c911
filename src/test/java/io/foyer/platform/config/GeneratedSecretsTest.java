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

/** Secrets that nobody has set are made once and kept to their owner. */
class GeneratedSecretsTest {
  @TempDir private Path directory;

  @Test
  void theFirstStartMakesThemForTheOwnerOnly() throws IOException {
    Path dataDir = directory.resolve("deep/data");

    GeneratedSecrets secrets = GeneratedSecrets.load(dataDir);

    assertThat(Base64.getUrlDecoder().decode(secrets.adminToken().reveal())).hasSize(32);
    assertThat(secrets.file()).isEqualTo(dataDir.resolve("secrets.yml"));
    assertThat(permissions(secrets.file())).isEqualTo("rw-------");
    assertThat(permissions(dataDir)).isEqualTo("rwx------");
    assertThat(secrets.toString()).doesNotContain(secrets.adminToken().reveal());
    try (var files = Files.list(dataDir)) {
      assertThat(files).containsExactly(secrets.file());
    }
  }

  @Test
  void laterStartsHaveTheSame() {
    assertThat(GeneratedSecrets.load(directory)).isEqualTo(GeneratedSecrets.load(directory));
  }

  @Test
  void twoInstallationsDiffer() {
    assertThat(GeneratedSecrets.load(directory.resolve("a")).adminToken())
        .isNotEqualTo(GeneratedSecrets.load(directory.resolve("b")).adminToken());
  }

  @Test
  void startsAtOnceAgree() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path dataDir = directory.resolve("round" + round);
      Callable<GeneratedSecrets> start = () -> GeneratedSecrets.load(dataDir);
      Set<GeneratedSecrets> seen = new HashSet<>();
      try (ExecutorService starts = Executors.newFixedThreadPool(8)) {
        for (Future<GeneratedSecrets> each : starts.invokeAll(Collections.nCopies(8, start))) {
          seen.add(each.get());
        }
      }
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void aFileThatHoldsNoTokenStopsTheStart() throws IOException {
    for (String text : List.of("", "admin_token:\n", "admin_token: ''\n", "other: x\n")) {
      Files.writeString(directory.resolve("secrets.yml"), text);

      assertThatThrownBy(() -> GeneratedSecrets.load(directory))
          .isInstanceOf(ConfigException.class)
          .hasMessageEndingWith("secrets.yml: holds no admin_token");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
