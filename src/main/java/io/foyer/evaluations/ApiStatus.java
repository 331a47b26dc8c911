package io.foyer.evaluations;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Status of a meeting as the API names it. The API's values are published in its contract and do
 * not follow the names of the database.
 */
final class ApiStatus {
  private static final Map<String, String> BY_COLUMN =
      Map.of("unscheduled", "unarmed", "scheduled", "armed", "announced", "reminded");
  private static final Map<String, String> BY_API =
      BY_COLUMN.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private ApiStatus() {}

  /** The API's value for a value of the column {@code meetings.status}. */
  static String of(String column) {
    return BY_COLUMN.getOrDefault(column, column);
  }

  /** The value of the column for a value of the API. */
  static String column(String api) {
    return BY_API.getOrDefault(api, api);
  }
}
