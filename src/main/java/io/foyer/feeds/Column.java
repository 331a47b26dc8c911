package io.foyer.feeds;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Maps a field of a feed's message to a database column.
 *
 * @param name a checked identifier, safe in a statement when quoted
 */
record Column(FieldDescriptor field, String name, Type type) {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,58}");
  private static final Set<String> OURS = Set.of("feed_number", "stored_at");

  /** Type of the column in PostgreSQL. */
  enum Type {
    TEXT("text"),
    BIGINT("bigint"),
    NUMERIC("numeric"),
    REAL("real"),
    DOUBLE("double precision"),
    BOOLEAN("boolean"),
    BYTEA("bytea"),
    JSON("json");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }

    /** Its name in SQL, as {@code format_type} says it. */
    String sql() {
      return sql;
    }
  }

  /**
   * The column of a field.
   *
   * @throws IllegalArgumentException if its name makes no column
   */
  static Column of(FieldDescriptor field) {
    String name = snakeCase(field.getName());
    if (!IDENTIFIER.matcher(name).matches() || OURS.contains(name)) {
      throw new IllegalArgumentException("field " + field.getName() + " makes no column name");
    }
    return new Column(field, name, typeOf(field));
  }

  /** Whether it holds one number, text or such, which is read without a detour. */
  boolean plain() {
    return type != Type.JSON;
  }

  private static Type typeOf(FieldDescriptor field) {
    if (field.isRepeated()) {
      return Type.JSON;
    }
    return switch (field.getType()) {
      case STRING, ENUM -> Type.TEXT;
      case BYTES -> Type.BYTEA;
      case BOOL -> Type.BOOLEAN;
      case FLOAT -> Type.REAL;
      case DOUBLE -> Type.DOUBLE;
      case UINT64, FIXED64 -> Type.NUMERIC;
      case INT32, INT64, UINT32, SINT32, SINT64, FIXED32, SFIXED32, SFIXED64 -> Type.BIGINT;
      case MESSAGE, GROUP -> Type.JSON;
    };
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
