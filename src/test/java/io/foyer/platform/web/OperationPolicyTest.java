package io.foyer.platform.web;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract alone says who may; what it forgets is not public. */
@ExtendWith(VertxExtension.class)
class OperationPolicyTest {
  private static final Future<Caller> STRANGER =
      Future.failedFuture(new Problem.Denied("No.").asException());

  private static Future<Caller> known(Caller.Role role) {
    return Future.succeededFuture(new Caller("a1", "ada", role, Optional.empty()));
  }

  private static OperationPolicy of(Vertx vertx, String rule) throws Exception {
    JsonObject operation =
        new JsonObject(rule)
            .put("operationId", "op")
            .put("responses", new JsonObject("{\"204\": {\"description\": \"Done.\"}}"));
    JsonObject contract =
        new JsonObject()
            .put("openapi", "3.1.0")
            .put("info", new JsonObject("{\"title\": \"t\", \"version\": \"1\"}"))
            .put(
                "components",
                new JsonObject(
                    "{\"securitySchemes\": {\"bearer\": {\"type\": \"http\", \"scheme\":"
                        + " \"bearer\"}}}"))
            .put("paths", new JsonObject().put("/x", new JsonObject().put("get", operation)));
    return OperationPolicy.of(
        OpenAPIContract.from(vertx, contract).await(10, TimeUnit.SECONDS).operation("op"));
  }

  @Test
  void anEmptyListOfNeedsIsPublic(Vertx vertx) throws Exception {
    assertThat(of(vertx, "{\"security\": []}").check(STRANGER).result()).isEmpty();
  }

  @Test
  void whatWasForgottenIsNotPublic(Vertx vertx) throws Exception {
    OperationPolicy forgotten = of(vertx, "{}");

    assertThat(problem(forgotten.check(STRANGER))).isInstanceOf(Problem.Denied.class);
    assertThat(forgotten.check(known(Caller.Role.BOT)).result()).isPresent();
  }

  @Test
  void onlyTheNamedRolesMay(Vertx vertx) throws Exception {
    OperationPolicy admins =
        of(vertx, "{\"security\": [{\"bearer\": []}], \"x-roles\": [\"admin\", \"service\"]}");

    assertThat(admins.check(known(Caller.Role.ADMIN)).result()).isPresent();
    assertThat(admins.check(known(Caller.Role.SERVICE)).result()).isPresent();
    assertThat(problem(admins.check(known(Caller.Role.USER))))
        .isInstanceOf(Problem.Forbidden.class);
    assertThat(problem(admins.check(STRANGER))).isInstanceOf(Problem.Denied.class);
  }

  @Test
  void aRoleThatIsNoneStopsTheStart(Vertx vertx) {
    assertThatThrownBy(() -> of(vertx, "{\"x-roles\": [\"king\"]}"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
