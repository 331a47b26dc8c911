package io.foyer.accounts.wire;

import java.util.stream.Stream;

/**
 * Validation messages of the legacy Meetings API, byte for byte. Source: pydantic 1.10, errors.py.
 */
enum ValidationMessage {
  MISSING("field required", "value_error.missing"),
  NULL("none is not an allowed value", "type_error.none.not_allowed"),
  NO_TEXT("str type expected", "type_error.str"),
  NO_OBJECT("value is not a valid dict", "type_error.dict"),
  NO_JSON("the body is not JSON", "value_error.jsondecode"),
  NO_MEMBER("value is not a valid enumeration member", "type_error.enum"),
  TOO_SHORT("ensure this value has at least 8 characters", "value_error.any_str.min_length"),
  NO_USERNAME("must be letters and digits", "value_error");

  private final String text;
  private final String type;

  ValidationMessage(String text, String type) {
    this.text = text;
    this.type = type;
  }

  String text() {
    return text;
  }

  /** The type that goes with a text; the services' own reasons are all of the general one. */
  static String type(String text) {
    return Stream.of(values())
        .filter(validationMessage -> validationMessage.text.equals(text))
        .findFirst()
        .map(validationMessage -> validationMessage.type)
        .orElse("value_error");
  }
}
