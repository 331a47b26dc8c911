package io.foyer.platform.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.ClusterSerializable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Codec for keys and values of shared maps: one type letter, then the content.
 *
 * <p>Equal values have equal bytes, except for Java serialization and JSON with members in another
 * order. Deserialization is limited to trusted classes.
 */
final class ValueCodec {
  private static final int DEPTH = 20;

  private final List<String> trusted;

  /** Trusts classes of Vert.x and those whose names begin as given. */
  ValueCodec(List<String> trusted) {
    this.trusted = Stream.concat(Stream.of("io.vertx.core."), trusted.stream()).toList();
  }

  Buffer encode(Object value) {
    return switch (value) {
      case String text -> Buffer.buffer("S").appendString(text);
      case Integer number -> Buffer.buffer("I").appendInt(number);
      case Long number -> Buffer.buffer("L").appendLong(number);
      case Short number -> Buffer.buffer("H").appendShort(number);
      case Byte number -> Buffer.buffer("B").appendByte(number);
      case Character letter -> Buffer.buffer("C").appendInt(letter);
      case Float number -> Buffer.buffer("F").appendFloat(number);
      case Double number -> Buffer.buffer("D").appendDouble(number);
      case Boolean flag -> Buffer.buffer("Z").appendByte((byte) (flag ? 1 : 0));
      case byte[] bytes -> Buffer.buffer("A").appendBytes(bytes);
      case Buffer bytes -> Buffer.buffer("U").appendBuffer(bytes);
      case JsonObject json -> Buffer.buffer("O").appendBuffer(json.toBuffer());
      case JsonArray json -> Buffer.buffer("Y").appendBuffer(json.toBuffer());
      case ClusterSerializable own -> withClassName(own);
      case Serializable other -> serialized(other);
      default -> throw new IllegalArgumentException("Cannot share a " + value.getClass().getName());
    };
  }

  Object decode(Buffer bytes) {
    Buffer content = bytes.slice(1, bytes.length());
    return switch ((char) bytes.getByte(0)) {
      case 'S' -> content.toString(StandardCharsets.UTF_8);
      case 'I' -> content.getInt(0);
      case 'L' -> content.getLong(0);
      case 'H' -> content.getShort(0);
      case 'B' -> content.getByte(0);
      case 'C' -> (char) content.getInt(0);
      case 'F' -> content.getFloat(0);
      case 'D' -> content.getDouble(0);
      case 'Z' -> content.getByte(0) == 1;
      case 'A' -> content.getBytes();
      case 'U' -> content.copy();
      case 'O' -> new JsonObject(content);
      case 'Y' -> new JsonArray(content);
      case 'N' -> instantiate(content);
      case 'J' -> deserialized(content);
      default -> throw new IllegalArgumentException("Not written by a shared map");
    };
  }

  private static Buffer withClassName(ClusterSerializable value) {
    byte[] name = value.getClass().getName().getBytes(StandardCharsets.UTF_8);
    Buffer bytes = Buffer.buffer("N").appendInt(name.length).appendBytes(name);
    value.writeToBuffer(bytes);
    return bytes;
  }

  private ClusterSerializable instantiate(Buffer content) {
    int end = Integer.BYTES + content.getInt(0);
    String name = content.getString(Integer.BYTES, end);
    if (!trusts(name)) {
      throw new IllegalArgumentException("Not trusted in shared maps: " + name);
    }
    try {
      var value =
          Class.forName(name, true, Thread.currentThread().getContextClassLoader())
              .asSubclass(ClusterSerializable.class)
              .getDeclaredConstructor()
              .newInstance();
      value.readFromBuffer(end, content);
      return value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Buffer serialized(Serializable value) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return Buffer.buffer("J").appendBytes(bytes.toByteArray());
  }

  private Object deserialized(Buffer content) {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(content.getBytes()))) {
      in.setObjectInputFilter(this::filter);
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ObjectInputFilter.Status filter(ObjectInputFilter.FilterInfo info) {
    if (info.depth() > DEPTH) {
      return ObjectInputFilter.Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    while (type != null && type.isArray()) {
      type = type.getComponentType();
    }
    if (type == null) {
      return ObjectInputFilter.Status.UNDECIDED;
    }
    boolean allowed =
        type.isPrimitive()
            || type.getName().startsWith("java.lang.")
            || type.getName().startsWith("java.time.")
            || trusts(type.getName());
    return allowed ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
  }

  private boolean trusts(String name) {
    return trusted.stream().anyMatch(name::startsWith);
  }
}
