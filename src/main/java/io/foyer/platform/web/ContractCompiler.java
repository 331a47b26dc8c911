package io.foyer.platform.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the OpenAPI contract at build time, because parsing YAML took most of a start: merges the
 * YAML fragments of a folder into {@code foyer.json}, which a node reads, and {@code foyer.yaml},
 * which it serves.
 */
final class ContractCompiler {
  private static final String HEAD = "foyer.yaml";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

  private ContractCompiler() {}

  /** Arguments: the folder of the fragments, the folder to write into. */
  public static void main(String[] arguments) throws IOException {
    Path source = Path.of(arguments[0]);
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target);
    String json = merge(source).encode();
    Files.writeString(target.resolve("foyer.json"), json);
    Files.writeString(target.resolve(HEAD), YAML.writeValueAsString(JSON.readTree(json)));
  }

  /** The contract of a folder. */
  static JsonObject merge(Path source) throws IOException {
    List<JsonObject> fragments = new ArrayList<>();
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.sorted().toList()) {
        if (!file.endsWith(HEAD)) {
          fragments.add(read(file));
        }
      }
    }
    return ContractFragments.merge(read(source.resolve(HEAD)), fragments);
  }

  private static JsonObject read(Path file) throws IOException {
    return new JsonObject(YAML.readTree(Files.readString(file)).toString());
  }
}
