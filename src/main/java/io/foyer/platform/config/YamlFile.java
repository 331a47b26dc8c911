package io.foyer.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one YAML document strictly: no key twice, no aliases, no tags, no second document, at most
 * 1 MiB and 16 levels. Complaints name lines, never what stands there: it may be a secret.
 */
final class YamlFile {
  private static final int LARGEST = 1 << 20;
  private static final int DEEPEST = 16;

  private final YAMLParser parser;
  private final Issues issues;

  private YamlFile(YAMLParser parser, Issues issues) {
    this.parser = parser;
    this.issues = issues;
  }

  /** The tree in {@code file}; empty, with an issue, where it cannot be read. */
  static ConfigNode.Tree read(Path file, Issues issues) {
    try (YAMLParser parser = new YAMLFactory().createParser(text(file))) {
      return new YamlFile(parser, issues).document();
    } catch (JsonProcessingException e) {
      issues.add(file.toString(), "line " + e.getLocation().getLineNr() + " is not valid YAML");
    } catch (CharacterCodingException e) {
      issues.add(file.toString(), "must be UTF-8");
    } catch (IOException e) {
      issues.add(file.toString(), "cannot be read");
    } catch (IllegalArgumentException e) {
      issues.add(file.toString(), String.valueOf(e.getMessage()));
    }
    return new ConfigNode.Tree(Map.of(), 0);
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IllegalArgumentException("must not be larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private ConfigNode.Tree document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return new ConfigNode.Tree(Map.of(), 0);
    }
    ConfigNode root = node("", 0);
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("must be one document");
    }
    return switch (root) {
      case ConfigNode.Tree tree -> tree;
      case ConfigNode.Nothing none -> new ConfigNode.Tree(Map.of(), none.line());
      case ConfigNode.Scalar scalar -> throw notAMapping();
      case ConfigNode.Items items -> throw notAMapping();
    };
  }

  private ConfigNode node(String path, int depth) throws IOException {
    int line = line();
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("line " + line + " is nested too deeply");
    }
    if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
      throw new IllegalArgumentException(
          "line " + line + " uses an anchor, an alias or a tag: quote the value or spell it out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> tree(path, depth, line);
      case START_ARRAY -> items(path, depth, line);
      case VALUE_NULL -> new ConfigNode.Nothing(line);
      default -> new ConfigNode.Scalar(parser.getText(), line);
    };
  }

  private ConfigNode.Tree tree(String path, int depth, int line) throws IOException {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String below = Schema.join(path, key);
      int keyLine = line();
      parser.nextToken();
      if (entries.put(key, node(below, depth + 1)) != null) {
        issues.add(below, "is set twice, again in line " + keyLine);
      }
    }
    return new ConfigNode.Tree(entries, line);
  }

  private ConfigNode.Items items(String path, int depth, int line) throws IOException {
    List<ConfigNode> nodes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      nodes.add(node(path, depth + 1));
    }
    return new ConfigNode.Items(nodes, line);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private static IllegalArgumentException notAMapping() {
    return new IllegalArgumentException("must be a mapping of keys to values");
  }
}
