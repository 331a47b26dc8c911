package io.foyer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatFieldsTest {
  private static List<String> wrong(Consumer<ChatFields> reading) {
    ChatFields fields = new ChatFields();
    reading.accept(fields);
    try {
      fields.done();
      return List.of();
    } catch (ProblemException e) {
      return ((Problem.Invalid) e.problem()).fields().stream().map(Problem.Field::path).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hi", " kept ", "\u202eright to left", "a\nb", "👩‍🚀", "x/y", "<b>"})
  void aTextIsTakenAsItIs(String text) {
    assertThat(new ChatFields().text(text, 100)).isEqualTo(text);
    assertThat(wrong(fields -> fields.text(text, 100))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "/hello=Ann", "a\u0000b", "\ud800", "a\udc00"})
  void aTextThatCannotBeSaidIsRefused(String text) {
    assertThat(wrong(fields -> fields.text(text, 100))).containsExactly("text");
  }

  @Test
  void charactersAreCountedAndNotTheirHalves() {
    assertThat(wrong(fields -> fields.text("🎉".repeat(8_000), 8_000))).isEmpty();
    assertThat(wrong(fields -> fields.text("x".repeat(8_001), 8_000))).containsExactly("text");
    assertThat(wrong(fields -> fields.name("🎉".repeat(100)))).isEmpty();
    assertThat(wrong(fields -> fields.name("x".repeat(101)))).containsExactly("name");
    assertThat(wrong(fields -> fields.topic("x".repeat(501)))).containsExactly("topic");
    assertThat(wrong(fields -> fields.clientId("x".repeat(129)))).containsExactly("clientMsgId");
  }

  @Test
  void aNameIsOneLineWithoutBlanksAroundIt() {
    assertThat(new ChatFields().name("  a room  ")).isEqualTo("a room");
    assertThat(wrong(fields -> fields.name("  "))).containsExactly("name");
    assertThat(wrong(fields -> fields.name("a\nb"))).containsExactly("name");
  }

  @Test
  void allThatIsWrongIsNamed() {
    assertThat(
            wrong(
                fields -> {
                  fields.text("", 1);
                  fields.clientId("");
                }))
        .containsExactly("text", "clientMsgId");
  }

  @ParameterizedTest
  @CsvSource({
    "https://x, 2",
    "http://x, 2",
    "ftp://x, 2",
    "HTTPS://x, 1",
    "see https://x, 1",
    "httpx://x, 1",
    "hi, 1"
  })
  void whatBeginsAsALinkIsOne(String text, int type) {
    assertThat(ChatFields.type(text)).isEqualTo(type);
  }

  @Test
  void aLinkMayHaveMoreLines() {
    assertThat(ChatFields.type("https://x\nand more")).isEqualTo(2);
  }
}
