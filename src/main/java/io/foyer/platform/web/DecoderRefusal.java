package io.foyer.platform.web;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** Maps a decoder error of an HTTP request to a status. */
final class DecoderRefusal {
  private DecoderRefusal() {}

  static int status(@Nullable Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line -> 414;
      case TooLongHttpHeaderException header -> 431;
      case null, default -> 400;
    };
  }
}
