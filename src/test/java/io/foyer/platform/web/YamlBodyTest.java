package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlBodyTest {
  @Test
  void aDocumentBecomesTheJsonThatMeansTheSame() throws Exception {
    String yaml =
        """
        name: "x"
        at: 2026-12-01T14:30:00Z
        yes: true
        none: ~
        n: 12
        part: 1.5
        list:
          - a
          - {b: c}
        """;

    assertThat(YamlBody.parse(yaml))
        .isEqualTo(
            new JsonObject()
                .put("name", "x")
                .put("at", "2026-12-01T14:30:00Z")
                .put("yes", true)
                .put("none", null)
                .put("n", 12)
                .put("part", 1.5)
                .put("list", new JsonArray().add("a").add(new JsonObject().put("b", "c"))));
    assertThat(YamlBody.parse("")).isNull();
    assertThat(YamlBody.parse("text")).isEqualTo("text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\nb: 2\\na: 3| line 3 has a key for the second time",
        "a: &x [1]| line 1 uses an anchor, an alias or a tag",
        "a: 1\\nb: *x| line 2 uses an anchor, an alias or a tag",
        "a: !!java.net.URL 'x'| line 1 uses an anchor, an alias or a tag",
        "a: 1\\n---\\nb: 2| line 3 begins a second document",
        "a: 1\\n- b| line 1 is not valid YAML",
        "a: [1| line 1 is not valid YAML"
      })
  void whatIsNotOnePlainDocumentIsRefusedWithItsLine(String yaml, String reason) {
    assertThatThrownBy(() -> YamlBody.parse(yaml.replace("\\n", "\n")))
        .isInstanceOf(YamlBody.Malformed.class)
        .hasMessage(reason);
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> YamlBody.parse("[".repeat(5_000)))
        .isInstanceOf(YamlBody.Malformed.class)
        .hasMessageContaining("nested too deeply");
  }
}
