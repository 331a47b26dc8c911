package io.foyer.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one YAML document as the JSON that means the same, strictly: no key twice, no anchors,
 * aliases or tags, no second document, at most 32 levels. So a document never becomes larger than
 * its text.
 */
final class YamlBody {
  private static final int DEEPEST = 32;

  private final YAMLParser parser;

  private YamlBody(YAMLParser parser) {
    this.parser = parser;
  }

  /** Why a text is not such a document, and where. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(int line, String reason) {
      super("line " + line + " " + reason, null, false, false);
    }
  }

  /**
   * The value of a document; null for an empty one.
   *
   * @throws Malformed with the line and the reason
   */
  static @Nullable Object parse(String text) throws Malformed {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      return new YamlBody(parser).document();
    } catch (JsonProcessingException e) {
      throw new Malformed(
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "is not valid YAML");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory does not fail so
    }
  }

  private @Nullable Object document() throws IOException, Malformed {
    if (parser.nextToken() == null) {
      return null;
    }
    Object value = value(0);
    if (parser.nextToken() != null) {
      throw malformed("begins a second document");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws IOException, Malformed {
    if (depth > DEEPEST) {
      throw malformed("is nested too deeply");
    }
    if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
      throw malformed("uses an anchor, an alias or a tag");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.getText();
    };
  }

  private JsonObject object(int depth) throws IOException, Malformed {
    JsonObject object = new JsonObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (object.containsKey(name)) {
        throw malformed("has a key for the second time");
      }
      parser.nextToken();
      object.put(name, value(depth + 1));
    }
    return object;
  }

  private JsonArray array(int depth) throws IOException, Malformed {
    JsonArray array = new JsonArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(depth + 1));
    }
    return array;
  }

  private Malformed malformed(String reason) {
    return new Malformed(parser.currentTokenLocation().getLineNr(), reason);
  }
}
