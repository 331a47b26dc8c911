package io.foyer.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.PostmanCollection.Request;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Check 40 of the old chat: the collection passes when run against the server. */
@TestInstance(Lifecycle.PER_CLASS)
class PostmanCollectionIT {
  private final ProgramFixture program = ProgramFixture.open("postman", Map.of());
  private final People people = new People(program.node().port());

  @AfterAll
  void close() {
    program.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat", "/api/v2/chat"})
  void aFolderRunsFromTopToBottom(String folder) throws Exception {
    Somebody ann = people.somebody();
    Map<String, String> variables = new HashMap<>();
    variables.put("baseUrl", "");
    variables.put("account", people.somebody().id());
    for (Request request : PostmanCollection.chat().folders().getOrDefault(folder, List.of())) {
      variables.put("$guid", UUID.randomUUID().toString());

      HttpResponse<String> answer = sent(request, ann.bearer(), variables);

      assertThat(answer.statusCode()).as(request + " " + answer.body()).isBetween(200, 204);
      if (!request.kept().isEmpty()) {
        JsonObject json = People.json(answer);
        request
            .kept()
            .forEach((variable, field) -> variables.put(variable, "" + json.getValue(field)));
      }
    }
    assertThat(program.database().number("SELECT count(*) FROM rooms WHERE id = ?", id(variables)))
        .isOne();
  }

  private static String id(Map<String, String> variables) {
    return variables.getOrDefault("room", "none");
  }

  private HttpResponse<String> sent(
      Request request, Map<String, String> headers, Map<String, String> variables) {
    String url = filled(request.url(), variables);
    return request.body().isEmpty()
        ? people.call(request.method(), url, headers)
        : people.call(request.method(), url, headers, filled(request.body(), variables));
  }

  private static String filled(String text, Map<String, String> variables) {
    String filled = text;
    for (Map.Entry<String, String> each : variables.entrySet()) {
      filled = filled.replace("{{" + each.getKey() + "}}", each.getValue());
    }
    return filled;
  }
}
