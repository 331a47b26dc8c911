package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.testing.FeedSamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads what is right, and says what is wrong with the rest. Numbers are those of the checks. */
class FormatTest {
  private static final MessageSchema EVENT = new MessageSchema(event.getDescriptor());
  private static final MessageSchema EXECUTION = new MessageSchema(execution.getDescriptor());
  private static final HexFormat HEX = HexFormat.of();

  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) throws IOException {
    var bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    writing.to(out);
    out.flush();
    return bytes.toByteArray();
  }

  // 1
  @Test
  void anEventIsItsColumns() throws Exception {
    assertThat(EVENT.read(HEX.parseHex("0803120c4c6f72656d20697073756d2e1a0a446f6c6f72207369742e")))
        .containsExactly("FOOTBALL", "Lorem ipsum.", "Dolor sit.");
    assertThat(EVENT.columns())
        .extracting(Column::name)
        .containsExactly("sport", "match_title", "data_event");
  }

  // 2
  @Test
  void anExecutionIsItsColumns() throws Exception {
    assertThat(
            EXECUTION.read(
                HEX.parseHex(
                    "0a0c44414c2d50484c3a4c696e651208464f4f5442414c4c1d00006542250000c94228c0bbc8800632025041")))
        .containsExactly("DAL-PHL:Line", "FOOTBALL", 57.25f, 100.5f, 1_611_800_000L, "PA");
    assertThat(EXECUTION.columns())
        .extracting(Column::name)
        .containsExactly(
            "symbol", "market", "price", "quantity", "execution_epoch", "state_symbol");
  }

  // 16
  @Test
  void anUnknownChoiceIsNamedWithItsNumber() throws Exception {
    byte[] golfOfTheFuture =
        bytes(
            out -> {
              out.writeEnum(1, 99);
              out.writeString(2, "Title");
              out.writeString(3, "Text");
            });

    assertThatThrownBy(() -> EVENT.read(golfOfTheFuture))
        .isInstanceOf(Undecodable.class)
        .hasMessage("field sport is 99, which is no sport");
  }

  // 16
  @Test
  void aMissingFieldIsNamed() {
    assertThatThrownBy(() -> EVENT.read(HEX.parseHex("0803")))
        .isInstanceOf(Undecodable.class)
        .hasMessage("required field match_title is missing");
  }

  // 17
  @Test
  void longTextsAndAnyCharactersStayAsTheyAre() throws Exception {
    String title = "⚽ 𝔉 \u202e" + "x".repeat(300);
    byte[] sent = FeedSamples.sportEvent(sport.GOLF_VALUE, title, "");

    assertThat(EVENT.read(sent)).containsExactly("GOLF", title, "");
  }

  // 18
  @Test
  void unknownFieldsArePassedOver() throws Exception {
    byte[] sent =
        bytes(
            out -> {
              out.writeString(77, "of tomorrow");
              out.writeEnum(1, 5);
              out.writeFixed64(78, 1);
              out.writeString(2, "Title");
              out.writeString(3, "Text");
            });

    assertThat(EVENT.read(sent)).containsExactly("GOLF", "Title", "Text");
  }

  @Test
  void theLastOfAFieldCounts() throws Exception {
    byte[] sent =
        bytes(
            out -> {
              out.writeEnum(1, 1);
              out.writeEnum(1, 5);
              out.writeString(2, "Title");
              out.writeString(3, "Text");
            });

    assertThat(EVENT.read(sent)).startsWith("GOLF");
  }

  @Test
  void whatPostgresCannotHoldIsRefused() throws Exception {
    byte[] zero =
        bytes(
            out -> {
              out.writeEnum(1, 1);
              out.writeString(2, "a\u0000b");
              out.writeString(3, "");
            });
    byte[] latin =
        bytes(
            out -> {
              out.writeEnum(1, 1);
              out.writeBytes(2, ByteString.copyFrom(new byte[] {(byte) 0xe9}));
              out.writeString(3, "");
            });

    assertThatThrownBy(() -> EVENT.read(zero))
        .hasMessageContaining("match_title has the character");
    assertThatThrownBy(() -> EVENT.read(latin)).hasMessage("field match_title is not UTF-8");
  }

  @Test
  void aFieldOfAnotherTypeIsRefused() throws Exception {
    byte[] sent = bytes(out -> out.writeString(1, "FOOTBALL"));

    assertThatThrownBy(() -> EVENT.read(sent)).hasMessage("field sport is of another type");
  }

  // 15
  @Test
  void rubbishIsRefusedAndNothingElse() throws Exception {
    Random random = new Random(20_201_130);
    byte[] whole = HEX.parseHex("0803120c4c6f72656d20697073756d2e1a0a446f6c6f72207369742e");
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes;
      if (i % 2 == 0) {
        bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
      } else {
        bytes = whole.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(EVENT.read(bytes)).doesNotContainNull();
      } catch (Undecodable e) {
        assertThat(e).hasMessageMatching("(?s).{5,}");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50_000);
  }
}
