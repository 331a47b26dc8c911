package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.Meetings.ME;
import static io.foyer.accounts.wire.Meetings.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.House;
import io.foyer.platform.web.ContractCheck;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the old wires really answer is what the contract says of them. */
@TestInstance(Lifecycle.PER_CLASS)
class WireContractIT {
  private final House house = House.open("wire_contract", Map.of());
  private final People people = new People(house.node().port());
  private final Meetings meetings = new Meetings(people);
  private final Chat chat = new Chat(people);
  private ContractCheck contract;

  @BeforeAll
  void read() throws Exception {
    contract = ContractCheck.ofOldWires(house.vertx());
  }

  @AfterAll
  void close() {
    house.close();
  }

  private void holds(String operation, int status, HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    contract.holds(operation, answer);
  }

  @Test
  void meetings() throws Exception {
    JsonObject wish = Meetings.wish("onpaper");
    holds("meetingsRegister", 201, meetings.register(wish));
    holds("meetingsRegister", 409, meetings.register(wish));
    holds("meetingsRegister", 422, meetings.register("{}"));
    holds("meetingsRegister", 422, meetings.register("{"));
    holds("meetingsRegister", 413, meetings.register("x".repeat(1_000_000)));
    holds("meetingsListUsers", 200, meetings.get(USERS));
    holds("meetingsGetUser", 200, meetings.get(USERS + "/onpaper"));
    holds("meetingsGetUser", 404, meetings.get(USERS + "/nobody"));
    holds("meetingsLogIn", 200, meetings.logIn("onpaper", People.PASSWORD));
    holds("meetingsLogIn", 401, meetings.logIn("onpaper", "not the password"));
    holds("meetingsLogIn", 422, meetings.logIn("onpaper", "short"));
    holds("meetingsGetMe", 200, meetings.get(ME, "Bearer " + meetings.token("onpaper")));
    holds("meetingsGetMe", 401, meetings.get(ME, "Bearer garbage"));
    holds("meetingsGetMe", 403, meetings.get(ME));
    holds("meetingsHealth", 200, meetings.get("/health"));
    holds("meetingsReadiness", 200, meetings.get("/readiness"));
  }

  @Test
  void chat() throws Exception {
    Map<String, String> service = chat.service();
    JsonObject wish = Chat.wish("On Paper", 1);
    String email = wish.getString("email");
    holds("chatRegister", 200, chat.register(service, wish));
    JsonObject generated = Chat.wish("Made Up", 1);
    generated.remove("password");
    holds("chatRegister", 200, chat.register(service, generated));
    holds("chatRegister", 409, chat.register(service, wish));
    holds("chatRegister", 400, chat.register(service, new JsonObject()));
    holds("chatRegister", 401, chat.register(Map.of(), Chat.wish("No Token", 1)));
    HttpResponse<String> entered = chat.logIn(service, email, People.PASSWORD);
    holds("chatLogIn", 200, entered);
    holds("chatLogIn", 400, chat.logIn(service, "", ""));
    holds("chatLogIn", 401, chat.logIn(Map.of(), email, People.PASSWORD));
    holds("chatLogIn", 403, chat.logIn(service, email, "not the password"));
    Map<String, String> bearer = Chat.bearer(People.json(entered).getString("token"));
    HttpResponse<String> known = chat.validate(bearer);
    holds("chatValidate", 200, known);
    holds("chatValidate", 401, chat.validate(Map.of()));
    holds("chatInfo", 200, chat.info(bearer, List.of(People.json(known).getString("user"))));
    holds("chatInfo", 400, chat.post("/info", bearer, new JsonObject()));
    holds("chatLogOut", 200, chat.post("/logout", bearer, new JsonObject()));
    holds("chatLogOut", 401, chat.post("/logout", bearer, new JsonObject()));
  }
}
