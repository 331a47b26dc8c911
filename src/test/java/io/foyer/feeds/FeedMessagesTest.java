package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.feeds.proto.ExecutionProto.execution;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The two feed messages keep the bytes that the existing publishers send. */
class FeedMessagesTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void anEventKeepsItsBytes() throws Exception {
    byte[] wire = HEX.parseHex("0803120c4c6f72656d20697073756d2e1a0a446f6c6f72207369742e");

    event parsed = event.parseFrom(wire);

    assertThat(parsed.getSport()).isEqualTo(sport.FOOTBALL);
    assertThat(parsed.getMatchTitle()).isEqualTo("Lorem ipsum.");
    assertThat(parsed.getDataEvent()).isEqualTo("Dolor sit.");
    assertThat(parsed.toByteArray()).isEqualTo(wire);
  }

  @Test
  void anExecutionKeepsItsBytes() throws Exception {
    byte[] wire =
        HEX.parseHex(
            "0a0c44414c2d50484c3a4c696e651208464f4f5442414c4c1d00006542250000c94228c0bbc8800632025041");

    execution parsed = execution.parseFrom(wire);

    assertThat(parsed.getSymbol()).isEqualTo("DAL-PHL:Line");
    assertThat(parsed.getPrice()).isEqualTo(57.25f);
    assertThat(parsed.getQuantity()).isEqualTo(100.5f);
    assertThat(parsed.getExecutionEpoch()).isEqualTo(1_611_800_000L);
    assertThat(parsed.getStateSymbol()).isEqualTo("PA");
    assertThat(parsed.toByteArray()).isEqualTo(wire);
  }

  @Test
  void aMessageWithoutARequiredFieldIsRefused() {
    byte[] onlyTheSport = HEX.parseHex("0803");

    assertThatThrownBy(() -> event.parseFrom(onlyTheSport))
        .isInstanceOf(InvalidProtocolBufferException.class)
        .hasMessageContaining("match_title");
  }
}
