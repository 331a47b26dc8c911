package io.foyer.platform.web;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** The status of a request that could not be decoded. */
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
