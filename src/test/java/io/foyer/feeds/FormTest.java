package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.web.Client;
import io.foyer.platform.web.OperationRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What callers get who say what they want, and who do not. */
class FormTest {
  private static final Client CLIENT = new Client("127.0.0.1", Optional.empty(), Optional.empty());

  private static ExportFormat of(Map<String, Object> values, String... accepted) {
    return ExportFormat.of(
        new OperationRequest(
            Optional.empty(),
            CLIENT,
            values,
            Optional.empty(),
            Optional.empty(),
            List.of(accepted)));
  }

  @Test
  void theParameterDecides() {
    assertThat(of(Map.of("format", "ndjson"), "text/csv")).isEqualTo(ExportFormat.NDJSON);
    assertThat(of(Map.of("format", "json"), "text/csv")).isEqualTo(ExportFormat.JSON);
  }

  @Test
  void withoutItTheFirstTypeThatIsKnown() {
    assertThat(of(Map.of(), "text/html", "Text/CSV", "application/json"))
        .isEqualTo(ExportFormat.CSV);
    assertThat(of(Map.of(), "application/x-ndjson")).isEqualTo(ExportFormat.NDJSON);
    assertThat(of(Map.of(), "*/*", "text/csv")).isEqualTo(ExportFormat.JSON);
    assertThat(of(Map.of(), "application/*", "text/csv")).isEqualTo(ExportFormat.JSON);
  }

  @Test
  void whoSaysNothingOrNothingKnownGetsPages() {
    assertThat(of(Map.of())).isEqualTo(ExportFormat.JSON);
    assertThat(of(Map.of(), "image/png")).isEqualTo(ExportFormat.JSON);
  }
}
