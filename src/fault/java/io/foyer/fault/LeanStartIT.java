package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a start does not need is not loaded: it would cost every start its time. */
class LeanStartIT {
  @Test
  void withoutRedisNoClassOfRedisOrTheClusterIsLoaded() throws IOException {
    try (Stage stage = new Stage("lean").nodes(1)) {
      Path classes = stage.folder().resolve("classes.log");
      stage.nodes().get(0).jvm("-Xlog:class+load:file=" + classes).start();

      assertThat(Files.readAllLines(classes))
          .anyMatch(line -> line.contains("io.foyer.Clustering"))
          .noneMatch(line -> line.contains("io.vertx.redis."))
          .noneMatch(line -> line.contains("platform.cluster.RedisClusterManager"))
          .noneMatch(line -> line.contains("io.foyer.ClusterNode"));
    }
  }
}
