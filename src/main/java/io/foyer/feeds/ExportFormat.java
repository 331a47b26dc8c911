package io.foyer.feeds;

import io.foyer.platform.web.OperationRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Format of an export. */
enum ExportFormat {
  /** In pages; also whoever takes anything gets these. */
  JSON("application/json"),
  /** One a line, as a download. */
  NDJSON("application/x-ndjson"),
  /** As a download. */
  CSV("text/csv");

  private final String type;

  ExportFormat(String type) {
    this.type = type;
  }

  /** Its media type. */
  String type() {
    return type;
  }

  /** The end of a file's name. */
  String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What {@code format} says; without it, what the caller's {@code Accept} prefers. */
  static ExportFormat of(OperationRequest call) {
    return call.text("format")
        .map(format -> valueOf(format.toUpperCase(Locale.ROOT)))
        .or(() -> call.accepted().stream().flatMap(type -> taken(type).stream()).findFirst())
        .orElse(JSON);
  }

  private static Optional<ExportFormat> taken(String accepted) {
    return accepted.equals("*/*") || accepted.equals("application/*")
        ? Optional.of(JSON)
        : Arrays.stream(values())
            .filter(exportFormat -> exportFormat.type.equalsIgnoreCase(accepted))
            .findFirst();
  }
}
