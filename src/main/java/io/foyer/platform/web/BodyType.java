package io.foyer.platform.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Media types of request bodies that operations may declare. */
enum BodyType {
  /** RFC 8259. */
  JSON("application/json"),
  /** YAML 1.2; validated by the schema of the operation's JSON. */
  YAML("text/yaml"),
  /** RFC 4180; handed to the operation as text. */
  CSV("text/csv");

  private final String mediaType;

  BodyType(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** The type of a {@code Content-Type}, whatever its parameters. */
  static Optional<BodyType> of(String contentType) {
    String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(it -> it.mediaType.equals(bare)).findFirst();
  }
}
