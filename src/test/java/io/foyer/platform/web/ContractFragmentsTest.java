package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractFragmentsTest {
  private static final JsonObject HEAD = new JsonObject("{\"openapi\":\"3.1.0\",\"tags\":[]}");

  /** As the program reads them: from text. */
  private static JsonObject merged(String... fragments) {
    return ContractFragments.merge(HEAD, List.of(fragments).stream().map(JsonObject::new).toList());
  }

  @Test
  void fragmentsAreMerged() {
    JsonObject whole =
        merged(
            "{\"tags\":[{\"name\":\"a\"}],\"paths\":{\"/a\":{\"get\":{\"operationId\":\"a\"}}}}",
            "{\"paths\":{\"/b\":{\"get\":{\"operationId\":\"b\"}}},"
                + "\"components\":{\"schemas\":{\"B\":{}}}}");

    assertThat(whole.getJsonObject("paths").fieldNames()).containsExactly("/a", "/b");
    assertThat(whole.getJsonObject("components").getJsonObject("schemas").fieldNames())
        .containsExactly("B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"paths\":{\"/a\":{}}} | {\"paths\":{\"/a\":{}}} | paths /a",
        "{\"paths\":{\"/a\":{\"get\":{\"operationId\":\"x\"}}}}"
            + " | {\"paths\":{\"/b\":{\"get\":{\"operationId\":\"x\"}}}} | operationId x",
        "{\"components\":{\"schemas\":{\"A\":{}}}}"
            + " | {\"components\":{\"schemas\":{\"A\":{}}}} | components.schemas A",
        "{\"tags\":[{\"name\":\"t\"}]} | {\"tags\":[{\"name\":\"t\"}]} | tag t"
      })
  void whatTwoDefineStopsTheBuild(String one, String other, String twice) {
    assertThatThrownBy(() -> merged(one, other)).hasMessage("the contract has twice: " + twice);
  }

  @Test
  void whatOneFileDefinesTwiceStopsTheBuild(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("foyer.yaml"), "openapi: 3.1.0\ntags: []\n");
    Files.writeString(folder.resolve("a.yaml"), "paths:\n  /a: {}\n  /b: {}\n  /a: {}\n");

    assertThatThrownBy(() -> ContractCompiler.merge(folder))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("/a");
  }
}
