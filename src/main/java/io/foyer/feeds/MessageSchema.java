package io.foyer.feeds;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Protocol Buffers schema of one feed: decodes messages strictly into column values. Unknown fields
 * are ignored. Thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
 */
final class MessageSchema {
  private final Descriptor message;
  private final List<Column> columns;
  private final Map<Integer, Integer> places = new HashMap<>();
  private final boolean nested;

  /**
   * The format of a message type.
   *
   * @throws IllegalArgumentException if two fields make one column, or one makes none
   */
  MessageSchema(Descriptor message) {
    this.message = message;
    this.columns = message.getFields().stream().map(Column::of).toList();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.get(i).field().getNumber(), i);
      if (!names.add(columns.get(i).name())) {
        throw new IllegalArgumentException("two fields are column " + columns.get(i).name());
      }
    }
    this.nested = columns.stream().anyMatch(column -> !column.plain());
  }

  /** The full name of the message. */
  String name() {
    return message.getFullName();
  }

  List<Column> columns() {
    return columns;
  }

  /**
   * The values of all columns, {@code null} for what is not there: String (also for numbers beyond
   * 63 bits and for JSON), Long, Float, Double, Boolean or Buffer.
   */
  @Nullable Object[] read(byte[] payload) throws Undecodable {
    @Nullable Object[] values = new Object[columns.size()];
    try {
      plain(payload, values);
      if (nested) {
        nested(payload, values);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("no " + message.getFullName() + ": " + e.getMessage());
    } catch (IOException e) {
      throw new Undecodable("no " + message.getFullName() + ": it ends too soon");
    }
    complete(values);
    return values;
  }

  private void plain(byte[] payload, @Nullable Object[] values) throws IOException, Undecodable {
    CodedInputStream in = CodedInputStream.newInstance(payload);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Integer place = places.get(WireFormat.getTagFieldNumber(tag));
      if (place == null || !columns.get(place).plain()) {
        if (!in.skipField(tag)) {
          throw new Undecodable(
              "no " + message.getFullName() + ": a group ends that did not begin");
        }
        continue;
      }
      FieldDescriptor field = columns.get(place).field();
      if (WireFormat.getTagWireType(tag) != field.getLiteType().getWireType()) {
        throw new Undecodable("field " + field.getName() + " is of another type");
      }
      values[place] = value(in, field);
    }
  }

  private static Object value(CodedInputStream in, FieldDescriptor field)
      throws IOException, Undecodable {
    return switch (field.getType()) {
      case STRING -> text(in.readBytes(), field);
      case ENUM -> name(in.readEnum(), field);
      case BYTES -> Buffer.buffer(in.readByteArray());
      case BOOL -> in.readBool();
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case UINT64 -> unsigned(in.readUInt64());
      case FIXED64 -> unsigned(in.readFixed64());
      case INT32 -> (long) in.readInt32();
      case INT64 -> in.readInt64();
      case UINT32 -> Integer.toUnsignedLong(in.readUInt32());
      case SINT32 -> (long) in.readSInt32();
      case SINT64 -> in.readSInt64();
      case FIXED32 -> Integer.toUnsignedLong(in.readFixed32());
      case SFIXED32 -> (long) in.readSFixed32();
      case SFIXED64 -> in.readSFixed64();
      case MESSAGE, GROUP -> throw new IllegalStateException(field.getFullName());
    };
  }

  private static String unsigned(long bits) {
    return Long.toUnsignedString(bits);
  }

  private static String text(ByteString bytes, FieldDescriptor field) throws Undecodable {
    if (!bytes.isValidUtf8()) {
      throw new Undecodable("field " + field.getName() + " is not UTF-8");
    }
    String text = bytes.toStringUtf8();
    if (text.indexOf(0) >= 0) {
      throw new Undecodable(
          "field "
              + field.getName()
              + " has the character U+0000, which PostgreSQL keeps in no text");
    }
    return text;
  }

  private static String name(int number, FieldDescriptor field) throws Undecodable {
    EnumValueDescriptor value = field.getEnumType().findValueByNumber(number);
    if (value != null) {
      return value.getName();
    }
    if (field.getEnumType().isClosed()) {
      throw new Undecodable(
          "field "
              + field.getName()
              + " is "
              + number
              + ", which is no "
              + field.getEnumType().getFullName());
    }
    return Integer.toString(number);
  }

  private void nested(byte[] payload, @Nullable Object[] values)
      throws InvalidProtocolBufferException {
    DynamicMessage parsed = DynamicMessage.parseFrom(message, payload);
    for (int i = 0; i < values.length; i++) {
      FieldDescriptor field = columns.get(i).field();
      if (!columns.get(i).plain()
          && (field.isRepeated()
              ? parsed.getRepeatedFieldCount(field) > 0
              : parsed.hasField(field))) {
        values[i] = ProtoJson.encode(field, parsed.getField(field));
      }
    }
  }

  private void complete(@Nullable Object[] values) throws Undecodable {
    for (int i = 0; i < values.length; i++) {
      FieldDescriptor field = columns.get(i).field();
      if (values[i] == null && field.isRequired()) {
        throw new Undecodable("required field " + field.getName() + " is missing");
      }
      if (values[i] == null && columns.get(i).plain() && !field.hasPresence()) {
        values[i] = nothing(columns.get(i));
      }
    }
  }

  /** What proto3 means by a field that is not there. */
  private static Object nothing(Column column) {
    FieldDescriptor field = column.field();
    return switch (column.type()) {
      case TEXT ->
          field.getType() == FieldDescriptor.Type.ENUM
              ? ((EnumValueDescriptor) field.getDefaultValue()).getName()
              : "";
      case BIGINT -> 0L;
      case NUMERIC -> "0";
      case REAL -> 0f;
      case DOUBLE -> 0d;
      case BOOLEAN -> false;
      case BYTEA -> Buffer.buffer();
      case JSON -> throw new IllegalStateException(field.getFullName());
    };
  }
}
