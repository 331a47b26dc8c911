package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.feeds.MessageRange.Period;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.testing.FeedSamples;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages and pages as JSON. */
class FeedJsonTest {
  private static final Instant AT = Instant.parse("2026-03-01T09:30:00.000001Z");
  private static final MessageSchema FORMAT = new MessageSchema(execution.getDescriptor());
  private static final Period ALWAYS = new Period(Optional.empty(), Optional.empty());

  private static StoredMessage kept(long number, byte[] payload) {
    return new StoredMessage(number, AT, 9, 2, Buffer.buffer(payload));
  }

  private static byte[] message(String symbol, float price) {
    return FeedSamples.execution(symbol, price, 3);
  }

  @Test
  void aMessageIsItsPlaceAndItsValue() {
    assertThat(FeedJson.message(kept(7, message("\"⚽\"\n", 1.5f)), FORMAT, false))
        .isEqualTo(
            new JsonObject()
                .put("number", 7L)
                .put("at", "2026-03-01T09:30:00.000001Z")
                .put("seq", 9L)
                .put("incarnation", 2L)
                .put(
                    "value",
                    new JsonObject()
                        .put("symbol", "\"⚽\"\n")
                        .put("market", "TRACK&FIELD")
                        .put("price", 1.5f)
                        .put("quantity", 100.5f)
                        .put("execution_epoch", 3L)
                        .put("state_symbol", "PA")));
  }

  @Test
  void numbersThatJsonHasNoWordForAreTexts() {
    for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      String text = FeedJson.message(kept(7, message("A", number)), FORMAT, false).encode();

      assertThat(new JsonObject(text).getJsonObject("value").getString("price"))
          .isEqualTo(Float.toString(number));
    }
  }

  @Test
  void whatCannotBeReadAnyMoreSaysWhyAndKeepsItsBytes() {
    JsonObject shown = FeedJson.message(kept(7, new byte[0]), FORMAT, true);

    assertThat(shown.getString("unreadable")).isEqualTo("required field symbol is missing");
    assertThat(shown.containsKey("value")).isFalse();
    assertThat(shown.getString("payload")).isEmpty();
  }

  @Test
  void payloadsAreBase64() {
    assertThat(FeedJson.message(kept(7, new byte[] {-1, 0}), FORMAT, true).getString("payload"))
        .isEqualTo("/wA=");
  }

  @Test
  void aPageLeadsToTheNextUntilTheSpanIsOver() {
    MessageRange range = new MessageRange(1, 1, 9, 0, 3, 3, ALWAYS);
    List<StoredMessage> two = List.of(kept(1, message("A", 1)), kept(2, message("A", 1)));

    JsonObject page = FeedJson.page(range, two, FORMAT, false);

    assertThat(page.getLong("next")).isEqualTo(2);
    assertThat(page.getLong("firstNumber")).isEqualTo(1);
    assertThat(page.getLong("lastNumber")).isEqualTo(9);
    assertThat(FeedJson.page(range.after(2), List.of(kept(3, message("A", 1))), FORMAT, false))
        .doesNotContain(Map.entry("next", 3L));
    assertThat(FeedJson.page(range, List.of(), FORMAT, false).containsKey("next")).isFalse();
  }
}
