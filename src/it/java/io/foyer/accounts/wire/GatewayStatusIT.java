package io.foyer.accounts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.House;
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
  private final House house = House.open("gateway_status", Map.of("LIMITS_ANONYMOUS", "3"));
  private final Meetings meetings = new Meetings(new People(house.node().port()));

  @AfterAll
  void close() {
    house.close();
  }

  @Test
  void check1TheGatewayIsOnline() {
    HttpResponse<String> answer = meetings.get("/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Meetings.data(answer))
        .isEqualTo(new JsonObject().put("name", "api-gateway").put("status", "online"));
  }

  @Test
  void check2ItsPartsAreTold() {
    HttpResponse<String> answer = meetings.get("/readiness");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Meetings.data(answer).getString("status")).isEqualTo("online");
    assertThat(Meetings.data(answer).getJsonArray("services"))
        .contains(
            new JsonObject().put("name", "Auth").put("status", "online"),
            new JsonObject().put("name", "database").put("status", "online"));
  }

  @Test
  void check41And36ProbesAreNeverLimited() {
    IntStream.range(0, 20)
        .forEach(
            i -> {
              assertThat(meetings.get("/health").statusCode()).isEqualTo(200);
              assertThat(meetings.get("/readiness").statusCode()).isEqualTo(200);
            });
    HttpResponse<String> limited =
        IntStream.range(0, 10)
            .mapToObj(i -> meetings.get(Meetings.USERS))
            .filter(answer -> answer.statusCode() == 429)
            .findFirst()
            .orElseThrow();
    assertThat(Meetings.detail(limited)).isNotBlank();
    assertThat(limited.headers().firstValue("Retry-After")).isPresent();
    assertThat(limited.headers().firstValue("RateLimit-Limit")).contains("3");
  }
}
