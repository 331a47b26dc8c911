package io.foyer.chat.wire.bridge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.foyer.platform.socket.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How messages of the bridge lie in the text frames of a WebSocket. */
enum Framing {
  /** Each message is a frame. */
  RAW {
    @Override
    ByteBuf wrap(List<String> messages) {
      ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer();
      messages.forEach(it -> Frames.appendText(frames, it.getBytes(StandardCharsets.UTF_8)));
      return frames;
    }

    @Override
    Optional<List<String>> unwrap(String frame) {
      return Optional.of(List.of(frame));
    }
  },

  /** A frame holds many. Source: the SockJS protocol 0.3.3, "Framing". */
  SOCKJS {
    @Override
    ByteBuf wrap(List<String> messages) {
      ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer();
      ByteArrayOutputStream array = new ByteArrayOutputStream();
      for (String message : messages) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(message);
        if (array.size() > 0 && array.size() + quoted.length > LARGEST) {
          close(array, frames);
        }
        array.writeBytes(array.size() == 0 ? BEGIN : NEXT);
        array.writeBytes(quoted);
      }
      close(array, frames);
      return frames;
    }

    private void close(ByteArrayOutputStream array, ByteBuf frames) {
      array.writeBytes(END);
      Frames.appendText(frames, array.toByteArray());
      array.reset();
    }

    // Clients send an array of texts; one text alone is allowed too. Empty frames say nothing.
    @Override
    Optional<List<String>> unwrap(String frame) {
      if (frame.isEmpty()) {
        return Optional.of(List.of());
      }
      try {
        return texts(Json.decodeValue(frame));
      } catch (DecodeException broken) {
        return Optional.empty();
      }
    }
  };

  /** Many clients take frames of 64 KiB at most. */
  private static final int LARGEST = 48 * 1024;

  private static final byte[] BEGIN = {'a', '[', '"'};
  private static final byte[] NEXT = {'"', ',', '"'};
  private static final byte[] END = {'"', ']'};

  private static Optional<List<String>> texts(Object decoded) {
    if (decoded instanceof String text) {
      return Optional.of(List.of(text));
    }
    return decoded instanceof JsonArray array
            && array.stream().allMatch(element -> element instanceof String)
        ? Optional.of(array.stream().map(String::valueOf).toList())
        : Optional.empty();
  }

  /**
   * Frames that hold these messages; at least one.
   *
   * @return a buffer that the caller releases
   */
  abstract ByteBuf wrap(List<String> messages);

  /** The messages in a frame; empty where the frame is none of this kind. */
  abstract Optional<List<String>> unwrap(String frame);
}
