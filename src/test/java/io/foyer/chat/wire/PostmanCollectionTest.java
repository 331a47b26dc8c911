package io.foyer.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.wire.PostmanCollection.Request;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Check 40 of the old chat: the collection has the requests of the contract and no others. */
class PostmanCollectionTest {
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private final PostmanCollection collection;
  private final JsonObject contract;

  PostmanCollectionTest() throws IOException {
    try (InputStream json =
        Objects.requireNonNull(getClass().getResourceAsStream("/openapi/foyer.json"))) {
      this.contract = new JsonObject(Buffer.buffer(json.readAllBytes()));
    }
    this.collection = PostmanCollection.chat();
  }

  /** What the contract says of the chat: method and path, with nameless variables. */
  private Set<String> promised() {
    Set<String> promised = new TreeSet<>();
    for (String path : contract.getJsonObject("paths").fieldNames()) {
      if (path.startsWith("/v1/chat/") || path.startsWith("/api/v2/chat/")) {
        JsonObject operations = contract.getJsonObject("paths").getJsonObject(path);
        METHODS.stream()
            .filter(operations::containsKey)
            .forEach(method -> promised.add(call(method, path)));
      }
    }
    return promised;
  }

  private static String call(String method, String path) {
    return method.toLowerCase(Locale.ROOT) + " " + path.replaceAll("\\{\\w+}", "{}");
  }

  private static String call(Request request) {
    return call(request.method(), request.path());
  }

  @Test
  void itHasEveryRequestOfTheContractAndNoOther() {
    assertThat(promised()).hasSizeGreaterThan(15);
    assertThat(collection.requests().stream().map(PostmanCollectionTest::call).distinct())
        .containsExactlyInAnyOrderElementsOf(promised());
  }

  @Test
  void whatItAsksForInAQueryIsInTheContract() {
    for (Request request : collection.requests()) {
      assertThat(queryOf(request)).as(request.toString()).containsAll(request.parameters());
    }
  }

  private List<String> queryOf(Request request) {
    JsonObject paths = contract.getJsonObject("paths");
    return paths.fieldNames().stream()
        .filter(path -> call(request.method(), path).equals(call(request)))
        .map(path -> paths.getJsonObject(path).getJsonObject(method(request)))
        .flatMap(operation -> operation.getJsonArray("parameters", new JsonArray()).stream())
        .map(parameter -> ((JsonObject) parameter).getString("name", ""))
        .toList();
  }

  private static String method(Request request) {
    return request.method().toLowerCase(Locale.ROOT);
  }

  @Test
  void itIsOfVersion21AndItsVariablesAreDeclared() {
    JsonObject json = collection.json();
    assertThat(json.getJsonObject("info").getString("schema"))
        .isEqualTo("https://schema.getpostman.com/json/collection/v2.1.0/collection.json");
    Set<String> declared = new TreeSet<>();
    json.getJsonArray("variable").forEach(it -> declared.add(((JsonObject) it).getString("key")));
    Set<String> used = new TreeSet<>();
    Pattern.compile("\\{\\{(\\w+)}}")
        .matcher(json.encode())
        .results()
        .forEach(it -> used.add(it.group(1)));
    assertThat(used).isEqualTo(declared);
  }
}
