package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Needs;
import io.foyer.testing.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F19: no room for the log, none for temporary files, no file descriptor left. */
@ResourceLock(Machine.NAME)
class ShortageFault {
  private static final int DESCRIPTORS = 320;

  @Test
  void nodesWithoutRoomOrDescriptorsGoOnOrRecover() throws IOException {
    try (Stage stage = new Stage("f19").nodes(2);
        FullFolder full = FullFolder.in(stage.folder())) {
      FoyerProcess first = stage.nodes().get(0).wrapper("exec >/dev/full 2>&1");
      first.jvm("-Djava.io.tmpdir=" + full.path());
      stage.nodes().get(1).wrapper("ulimit -n " + DESCRIPTORS);
      stage.nodes().start();
      SplittableRandom random = stage.random("plan");
      Duration span = Duration.ofSeconds(12);
      try (Load http = stage.http(Plan.of(random, 1, 200, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 50, span))) {
        Beat.ofSeconds(2);
        useUpDescriptors(stage, stage.nodes().get(1));
        http.await();
        amqp.await();
      }
      RunVerdict runVerdict = stage.judge(0);
      assertThat(Files.readString(first.log())).as("nothing could be logged").isEmpty();
      runVerdict.holds(200);
    }
  }

  private static void useUpDescriptors(Stage stage, FoyerProcess process) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < DESCRIPTORS + 100; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), process.url().getPort()),
            2_000);
      }
      stage.broke("no descriptor left");
      Beat.ofSeconds(5);
      assertThat(process.alive()).isTrue();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    stage.broke("descriptors were short");
    stage.healed("descriptors");
  }

  /** A file system of 64 KiB that is full. */
  private record FullFolder(Path path) implements AutoCloseable {
    static FullFolder in(Path parent) throws IOException {
      Path path = Files.createDirectories(parent.resolve("full"));
      FullFolder mounted =
          Needs.of(
              "the right to mount a tmpfs",
              Optional.of(new FullFolder(path)).filter(FullFolder::mount));
      assertThat(Shell.succeeds("dd", "if=/dev/zero", "of=" + path.resolve("ballast")))
          .as("room is left")
          .isFalse();
      return mounted;
    }

    private boolean mount() {
      return Shell.succeeds("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path.toString());
    }

    @Override
    public void close() {
      Shell.run("umount", path.toString());
    }
  }
}
