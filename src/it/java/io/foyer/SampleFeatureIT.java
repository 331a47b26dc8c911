package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationResponse;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.foyer.testing.People;
import io.foyer.testing.Visitor;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A feature that no other class knows is complete with a class of the root and a fragment of the
 * contract (openapi/sample.json): it serves, works, reports and ends with the node.
 */
class SampleFeatureIT {
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** The feature; it notes what the node does with it. */
  private final class SampleFeature implements Feature {
    @Override
    public Map<String, Operation> operations() {
      return Map.of(
          "listSamples",
          call -> answer(new JsonObject().put("items", new JsonArray(List.of("one")))),
          "addSample",
          call -> answer(call.body().orElseThrow()),
          "loadSamples",
          call -> answer(new JsonObject().put("text", call.bodyText().orElseThrow())));
    }

    private static Future<OperationResponse> answer(JsonObject json) {
      return Future.succeededFuture(OperationResponse.ok(json));
    }

    @Override
    public List<RouteGroup> routes(HttpServerSettings http, RateLimiter limiter, Pages pages) {
      return List.of(router -> router.get("/sample").handler(context -> context.end("here")));
    }

    @Override
    public List<Work> work() {
      return List.of(
          work(Role.TIMER, Stage.WORKER, "worker"),
          work(Role.AMQP, Stage.INTAKE, "intake"),
          work(Role.NOTIFY, Stage.CLIENT, "client"));
    }

    private Work work(Role role, Stage stage, String name) {
      return Work.of(role, stage, name, () -> new Note(name));
    }

    @Override
    public Map<String, Supplier<CheckResult>> checks() {
      return Map.of("sample", () -> CheckResult.down("out of order"));
    }

    @Override
    public List<DrainStep> drainSteps() {
      return List.of(
          new DrainStep(
              Stage.CLIENT,
              "sample",
              () -> {
                events.add("closed");
                return Future.succeededFuture();
              }));
    }
  }

  /** Notes its start and its stop. */
  private final class Note extends VerticleBase {
    private final String name;

    private Note(String name) {
      this.name = name;
    }

    @Override
    public Future<?> start() {
      events.add("start " + name);
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      events.add("stop " + name);
      return Future.succeededFuture();
    }
  }

  private final class Sample implements AdditionalFeature {
    @Override
    public Feature create(FoyerConfig config, CoreServices core, Features features) {
      return new SampleFeature();
    }

    @Override
    public List<String> contract() {
      return List.of("sample");
    }
  }

  @Test
  void aFeatureServesWorksReportsAndEndsWithTheNode() throws Exception {
    try (ProgramFixture program = ProgramFixture.openWith(new Sample(), "sample_feature")) {
      Visitor visitor = program.visitor();

      assertThat(visitor.get("/api/v2/samples").body()).isEqualTo("{\"items\":[\"one\"]}");
      assertThat(visitor.get("/api/v2/samples?limit=3").statusCode()).isEqualTo(400);
      assertThat(visitor.get("/sample").body()).isEqualTo("here");
      assertThat(visitor.get("/openapi.json").body()).contains("listSamples", "SampleList");
      assertThat(new Visitor(program.node().managementPort()).get("/ready").body())
          .contains("\"sample\"", "out of order", "degraded");
      assertThat(events).containsExactly("start client", "start worker", "start intake");
    }
    assertThat(events.subList(3, events.size()))
        .containsExactly("stop intake", "stop worker", "closed", "stop client");
  }

  @Test
  void anOperationReadsTheBodiesThatItDeclaresUpToItsOwnSize() throws Exception {
    try (ProgramFixture program = ProgramFixture.openWith(new Sample(), "sample_bodies")) {
      Visitor visitor = program.visitor();

      String yaml = "name: a\ncount: 3\nstarts: 2026-12-01\ntags: [x, 'no', \"1\"]\n";
      assertThat(send(visitor, "POST", "text/yaml; charset=utf-8", yaml).body())
          .isEqualTo(
              "{\"name\":\"a\",\"count\":3,\"starts\":\"2026-12-01\",\"tags\":[\"x\",\"no\",\"1\"]}");
      assertThat(send(visitor, "POST", "text/yaml", "count: x\n"))
          .satisfies(refusal(400, "\"name\"", "\"count\""));
      assertThat(send(visitor, "POST", "text/yaml", "name: &a [*a]\n"))
          .satisfies(refusal(400, "line 1 uses an anchor, an alias or a tag"));
      assertThat(send(visitor, "POST", "text/csv", "name\na\n"))
          .satisfies(refusal(400, "must be application/json or text/yaml"));

      String large = "{\"name\":\"" + "a".repeat(180_000) + "\"}";
      assertThat(send(visitor, "POST", "application/json", large).statusCode()).isEqualTo(200);
      assertThat(send(visitor, "POST", "application/json", large.replace("a", "aa")).statusCode())
          .isEqualTo(413);

      assertThat(send(visitor, "PUT", "text/csv", "\uFEFFname;é\r\n").body())
          .isEqualTo("{\"text\":\"name;é\\r\\n\"}");
      assertThat(send(visitor, "PUT", "text/csv", "a".repeat(101)).statusCode()).isEqualTo(413);
      assertThat(send(visitor, "PUT", "text/csv", ""))
          .satisfies(refusal(400, "a body is required"));
      HttpRequest latin =
          visitor
              .request("/api/v2/samples")
              .header("Authorization", People.service().get("Authorization"))
              .header("Content-Type", "text/csv")
              .PUT(BodyPublishers.ofByteArray(new byte[] {'a', (byte) 0xE9}))
              .build();
      assertThat(visitor.send(latin)).satisfies(refusal(400, "the body is not UTF-8"));
    }
  }

  private static Consumer<HttpResponse<String>> refusal(int status, String... parts) {
    return answer -> {
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(parts);
    };
  }

  private static HttpResponse<String> send(
      Visitor visitor, String method, String type, String body) {
    return visitor.send(
        visitor
            .request("/api/v2/samples")
            .header("Authorization", People.service().get("Authorization"))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }
}
