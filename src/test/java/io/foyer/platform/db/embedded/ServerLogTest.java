package io.foyer.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path folder = Path.of("target");

  @Test
  void tellsOnlyWhatCameAfterTheMarkAndAtMostTheEndOfIt() throws Exception {
    ServerLog log = new ServerLog(folder.resolve("server.log"));
    assertThat(log.since(log.length())).isEmpty();
    Files.writeString(log.file(), "before\n");
    long mark = log.length();
    assertThat(log.since(mark)).isEmpty();

    Files.writeString(log.file(), "before\n" + "x".repeat(5_000) + "\nlast\n");

    assertThat(log.since(mark)).hasSizeLessThan(2_001).endsWith("x\nlast");
  }

  @Test
  void logOfMoreThanTenMegabytesIsPutAside() throws Exception {
    ServerLog log = new ServerLog(folder.resolve("server.log"));
    try (RandomAccessFile file = new RandomAccessFile(log.file().toFile(), "rw")) {
      file.setLength(10 << 20);
    }
    log.rotate();
    assertThat(log.length()).isEqualTo(10 << 20);

    Files.write(log.file(), new byte[(10 << 20) + 1]);
    log.rotate();

    assertThat(log.length()).isZero();
    assertThat(folder.resolve("server.log.1")).hasSize((10 << 20) + 1);
  }
}
