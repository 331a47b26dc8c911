package io.foyer.chat.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.wire.bridge.BridgeMessage.Malformed;
import io.foyer.chat.wire.bridge.BridgeMessage.Send;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeMessageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,2]                                                     | invalid_json",
        "{\"type\":                                                | invalid_json",
        "nonsense                                                  | invalid_json",
        "null                                                      | invalid_json",
        "7                                                         | invalid_json",
        "{}                                                        | missing_type",
        "{\"type\":7}                                              | missing_type",
        "{\"type\":\"register\"}                                   | missing_address",
        "{\"type\":\"send\",\"address\":{}}                        | missing_address",
        "{\"type\":\"send\",\"address\":\"a\\ud800\"}   | invalid_address",
        "{\"type\":\"register\",\"address\":\"\\udc00a\"} | invalid_address",
        "{\"type\":\"unregister\",\"address\":\"\\u0000\"} | invalid_address",
        "{\"type\":\"register\",\"address\":\"a\\u009bb\"} | invalid_address",
        "{\"type\":\"send\",\"address\":\"a\",\"replyAddress\":\"\\ud83d\"} | invalid_reply_address",
        "{\"type\":\"send\",\"address\":\"a\",\"replyAddress\":\"\\r\\n\"} | invalid_reply_address",
        "{\"type\":\"bye\",\"address\":\"a\"}                      | invalid_type",
        "{\"type\":\"rec\",\"address\":\"a\"}                      | invalid_type",
        "{\"type\":\"send\",\"address\":\"a\",\"replyAddress\":7}  | invalid_reply_address"
      })
  void whatIsWrongHasTheWordOfTheOldBridge(String text, String error) {
    assertThat(BridgeMessage.parse(text)).isEqualTo(new Malformed(error));
  }

  @Test
  void nestingWithoutEndIsNoJson() {
    assertThat(BridgeMessage.parse("[".repeat(200_000))).isEqualTo(new Malformed("invalid_json"));
    assertThat(BridgeMessage.parse("{\"a\":".repeat(50_000)))
        .isEqualTo(new Malformed("invalid_json"));
  }

  @Test
  void aReplyAddressIsNoLongerThanClientsMakeThem() {
    String message = "{\"type\":\"send\",\"address\":\"a\",\"replyAddress\":\"%s\"}";

    assertThat(BridgeMessage.parse(message.formatted("r".repeat(36)))).isInstanceOf(Send.class);
    assertThat(BridgeMessage.parse(message.formatted("r".repeat(37))))
        .isEqualTo(new Malformed("invalid_reply_address"));
  }

  @Test
  void headersAndBodyOfAnotherKindCountAsNone() {
    BridgeMessage parsed =
        BridgeMessage.parse(
            "{\"type\":\"publish\",\"address\":\"a\",\"headers\":[1],\"body\":\"text\"}");

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Send.class,
            send -> {
              assertThat(send.headers()).isEmpty();
              assertThat(send.body()).isEmpty();
            });
  }
}
