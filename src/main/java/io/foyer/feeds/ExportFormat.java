package io.foyer.feeds;

import io.foyer.platform.web.OperationRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Format of an export. */
enum ExportFormat {
  /** JSON pages; also the default for a wildcard {@code Accept}. */
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

  /**
   * Chooses the format: the parameter {@code format}, otherwise content negotiation by {@code
   * Accept}.
   */
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
