package io.foyer.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PostmasterFileTest {
  @Test
  void readsProcessPortAndState() {
    List<String> lines =
        List.of("4711", "/d", "1700000000", "5544", "", "127.0.0.1", "  1 2", "ready   ");

    assertThat(PostmasterFile.parse(lines)).contains(new PostmasterFile(4711, 5544, "ready"));
  }

  @Test
  void fileStillBeingWrittenHasNoPortAndNoState() {
    assertThat(PostmasterFile.parse(List.of("4711", "/d")))
        .contains(new PostmasterFile(4711, 0, ""));
  }

  @Test
  void tornFileSaysNothing() {
    assertThat(PostmasterFile.parse(List.of())).isEmpty();
    assertThat(PostmasterFile.parse(List.of("47x"))).isEmpty();
    assertThat(PostmasterFile.parse(List.of("4711", "/d", "17", "port"))).isEmpty();
  }
}
