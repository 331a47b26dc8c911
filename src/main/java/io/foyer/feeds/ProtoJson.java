package io.foyer.feeds;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;

/**
 * Converts nested messages to JSON: fields under their own names, enums by name, bytes in base64,
 * numbers as numbers.
 */
final class ProtoJson {
  private ProtoJson() {}

  /** The value of a field as JSON text. */
  static String encode(FieldDescriptor field, Object value) {
    return Json.encode(json(field, value));
  }

  private static Object json(FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      JsonArray all = new JsonArray();
      ((List<?>) value).forEach(each -> all.add(one(field, each)));
      return all;
    }
    return one(field, value);
  }

  private static Object one(FieldDescriptor field, Object value) {
    return switch (value) {
      case Message message -> object(message);
      case EnumValueDescriptor choice -> choice.getName();
      case ByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
      case Float number -> finite(number);
      case Double number -> finite(number);
      case Long bits when field.getLiteType().name().matches("U?INT64|FIXED64") ->
          field.getLiteType().name().startsWith("INT") ? bits : Long.toUnsignedString(bits);
      case Integer bits when field.getLiteType().name().matches("UINT32|FIXED32") ->
          Integer.toUnsignedLong(bits);
      default -> value;
    };
  }

  /** JSON has no word for the others. */
  private static Object finite(Number number) {
    return Double.isFinite(number.doubleValue()) ? number : number.toString();
  }

  private static JsonObject object(Message message) {
    JsonObject object = new JsonObject();
    message
        .getAllFields()
        .forEach((field, value) -> object.put(field.getName(), json(field, value)));
    return object;
  }
}
