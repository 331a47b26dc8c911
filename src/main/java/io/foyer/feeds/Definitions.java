package io.foyer.feeds;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the feed definitions from a YAML file, one list:
 *
 * <pre>
 * - subject: orders.eu
 *   descriptor: orders.desc     # protoc --include_imports --descriptor_set_out=orders.desc
 *   message: shop.Order
 *   table: orders
 *   readers: users              # or admins, or a list of handles
 * </pre>
 */
final class Definitions {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final Set<String> KEYS =
      Set.of("subject", "descriptor", "message", "table", "readers");

  private Definitions() {}

  /**
   * All feeds of a configuration.
   *
   * @throws IllegalArgumentException with the file, the place and the reason, for the operator
   */
  static List<Definition> of(FeedsConfig config) {
    List<Definition> all = new ArrayList<>();
    if (config.samples()) {
      all.addAll(Definition.samples());
    }
    config.definitions().ifPresent(file -> all.addAll(read(file)));
    Set<String> subjects = new HashSet<>();
    Set<String> tables = new HashSet<>();
    for (Definition each : all) {
      check(subjects.add(each.subject()), "two feeds are published on " + each.subject());
      check(tables.add(each.table()), "two feeds are kept in table " + each.table());
    }
    return List.copyOf(all);
  }

  private static List<Definition> read(Path file) {
    JsonNode list = tree(file);
    check(list.isArray(), file + ": must be a list of feeds");
    List<Definition> feeds = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        feeds.add(definition(list.get(i), file));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ": feed " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return feeds;
  }

  private static JsonNode tree(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return YAML.readTree(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Definition definition(JsonNode node, Path file) {
    check(node.isObject(), "must be keys and values");
    node.fieldNames().forEachRemaining(key -> check(KEYS.contains(key), "unknown key " + key));
    Path descriptors = file.resolveSibling(text(node, "descriptor"));
    return new Definition(
        text(node, "subject"),
        text(node, "table"),
        new MessageSchema(message(descriptors, text(node, "message"))),
        readers(node.path("readers")));
  }

  private static FeedAcl readers(JsonNode node) {
    if (node.isArray()) {
      List<String> handles = new ArrayList<>();
      node.forEach(each -> handles.add(each.asText()));
      return new FeedAcl(false, handles);
    }
    return switch (node.asText("users")) {
      case "users", "" -> FeedAcl.USERS;
      case "admins" -> FeedAcl.ADMINS;
      default -> throw new IllegalArgumentException("readers must be users, admins or a list");
    };
  }

  private static String text(JsonNode node, String key) {
    check(node.path(key).isTextual(), key + " is missing");
    return node.path(key).asText();
  }

  private static Descriptor message(Path file, String name) {
    Map<String, FileDescriptor> built = build(file);
    return built.values().stream()
        .map(each -> find(each, name))
        .flatMap(List::stream)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(file + " describes no message " + name));
  }

  private static List<Descriptor> find(FileDescriptor file, String name) {
    String prefix = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
    if (!name.startsWith(prefix)) {
      return List.of();
    }
    Descriptor found = file.findMessageTypeByName(name.substring(prefix.length()));
    return found == null ? List.of() : List.of(found);
  }

  private static Map<String, FileDescriptor> build(Path file) {
    Map<String, FileDescriptor> built = new HashMap<>();
    try (InputStream in = Files.newInputStream(file)) {
      // protoc writes what is imported before what imports it.
      for (FileDescriptorProto each : FileDescriptorSet.parseFrom(in).getFileList()) {
        FileDescriptor[] imports = new FileDescriptor[each.getDependencyCount()];
        for (int i = 0; i < imports.length; i++) {
          FileDescriptor imported = built.get(each.getDependency(i));
          if (imported == null) {
            throw new IllegalArgumentException(
                file + " misses " + each.getDependency(i) + ": protoc needs --include_imports");
          }
          imports[i] = imported;
        }
        built.put(each.getName(), FileDescriptor.buildFrom(each, imports));
      }
    } catch (IOException | DescriptorValidationException e) {
      throw new IllegalArgumentException(
          file + " is no descriptor set that protoc wrote: " + e.getMessage(), e);
    }
    return built;
  }

  private static void check(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }
}
