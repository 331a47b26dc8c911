package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.feeds.proto.ExecutionProto.execution;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of CSV as RFC 4180 has them, and harmless in a spreadsheet. */
class FeedCsvTest {
  private static final Instant AT = Instant.parse("2026-03-01T09:30:00.000001Z");
  private final FeedCsv csv = new FeedCsv(new MessageSchema(execution.getDescriptor()));

  private String line(byte[] payload) {
    Buffer text = Buffer.buffer();
    csv.add(text, new StoredMessage(7, AT, 9, 1, Buffer.buffer(payload)));
    return text.toString();
  }

  private static execution.Builder message() {
    return execution
        .newBuilder()
        .setSymbol("A")
        .setMarket("B")
        .setPrice(1.5f)
        .setQuantity(2f)
        .setExecutionEpoch(3)
        .setStateSymbol("PA");
  }

  @Test
  void theHeadNamesNumberMomentAndColumns() {
    assertThat(csv.head())
        .isEqualTo("number,at,symbol,market,price,quantity,execution_epoch,state_symbol\r\n");
  }

  @Test
  void aMessageIsALine() {
    assertThat(line(message().build().toByteArray()))
        .isEqualTo("7,2026-03-01T09:30:00.000001Z,A,B,1.5,2.0,3,PA\r\n");
  }

  @Test
  void numbersThatAreNoneAreWords() {
    assertThat(
            line(
                message()
                    .setPrice(Float.NaN)
                    .setQuantity(Float.NEGATIVE_INFINITY)
                    .build()
                    .toByteArray()))
        .endsWith(",A,B,NaN,-Infinity,3,PA\r\n");
  }

  @Test
  void whatCannotBeReadAnyMoreHasEmptyCells() {
    assertThat(line(new byte[] {1, 2, 3})).isEqualTo("7,2026-03-01T09:30:00.000001Z,,,,,,\r\n");
  }

  @Test
  void commasQuotesAndBreaksAreQuoted() {
    assertThat(FeedCsv.cell(Column.Type.TEXT, "a,b")).isEqualTo("\"a,b\"");
    assertThat(FeedCsv.cell(Column.Type.TEXT, "say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
    assertThat(FeedCsv.cell(Column.Type.TEXT, "one\ntwo")).isEqualTo("\"one\ntwo\"");
    assertThat(FeedCsv.cell(Column.Type.TEXT, "one\rtwo")).isEqualTo("\"one\rtwo\"");
    assertThat(FeedCsv.cell(Column.Type.JSON, "{\"a\":1}")).isEqualTo("\"{\"\"a\"\":1}\"");
    assertThat(FeedCsv.cell(Column.Type.TEXT, "⚽ goal")).isEqualTo("⚽ goal");
  }

  @Test
  void nothingAndTheEmptyTextAreTwoThings() {
    assertThat(FeedCsv.cell(Column.Type.TEXT, null)).isEmpty();
    assertThat(FeedCsv.cell(Column.Type.TEXT, "")).isEqualTo("\"\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)"})
  void aTextIsNoFormula(String text) {
    assertThat(FeedCsv.cell(Column.Type.TEXT, text)).isEqualTo("'" + text);
  }

  @Test
  void aFormulaBehindABreakOrWithCommasIsNoneEither() {
    assertThat(FeedCsv.cell(Column.Type.TEXT, "\t=1")).isEqualTo("'\t=1");
    assertThat(FeedCsv.cell(Column.Type.TEXT, "\r=1")).isEqualTo("\"'\r=1\"");
    assertThat(FeedCsv.cell(Column.Type.TEXT, "=A(1,2)")).isEqualTo("\"'=A(1,2)\"");
  }

  @Test
  void numbersKeepTheirSignAndBytesAreBase64() {
    assertThat(FeedCsv.cell(Column.Type.BIGINT, -5L)).isEqualTo("-5");
    assertThat(FeedCsv.cell(Column.Type.NUMERIC, "18446744073709551615"))
        .isEqualTo("18446744073709551615");
    assertThat(FeedCsv.cell(Column.Type.BYTEA, Buffer.buffer(new byte[] {-1, 0})))
        .isEqualTo("/wA=");
  }
}
