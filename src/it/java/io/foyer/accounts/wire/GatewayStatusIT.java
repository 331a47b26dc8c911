package io.foyer.accounts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Health and readiness of the gateway of Meetings. A check carries the number it has in the list of
 * Meetings' behaviour.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GatewayStatusIT {
  private final ProgramFixture program =
      ProgramFixture.open("gateway_status", Map.of("LIMITS_ANONYMOUS", "3"));
  private final OldMeetingsClient oldMeetingsClient =
      new OldMeetingsClient(new People(program.node().port()));

  @AfterAll
  void close() {
    program.close();
  }

  @Test
  void check1TheGatewayIsOnline() {
    HttpResponse<String> answer = oldMeetingsClient.get("/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(OldMeetingsClient.data(answer))
        .isEqualTo(new JsonObject().put("name", "api-gateway").put("status", "online"));
  }

  @Test
  void check2ItsPartsAreTold() {
    HttpResponse<String> answer = oldMeetingsClient.get("/readiness");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(OldMeetingsClient.data(answer).getString("status")).isEqualTo("online");
    assertThat(OldMeetingsClient.data(answer).getJsonArray("services"))
        .contains(
            new JsonObject().put("name", "Auth").put("status", "online"),
            new JsonObject().put("name", "database").put("status", "online"));
  }

  @Test
  void check41And36ProbesAreNeverLimited() {
    IntStream.range(0, 20)
        .forEach(
            i -> {
              assertThat(oldMeetingsClient.get("/health").statusCode()).isEqualTo(200);
              assertThat(oldMeetingsClient.get("/readiness").statusCode()).isEqualTo(200);
            });
    HttpResponse<String> limited =
        IntStream.range(0, 10)
            .mapToObj(i -> oldMeetingsClient.get(OldMeetingsClient.USERS))
            .filter(answer -> answer.statusCode() == 429)
            .findFirst()
            .orElseThrow();
    assertThat(OldMeetingsClient.detail(limited)).isNotBlank();
    assertThat(limited.headers().firstValue("Retry-After")).isPresent();
    assertThat(limited.headers().firstValue("RateLimit-Limit")).contains("3");
  }
}
