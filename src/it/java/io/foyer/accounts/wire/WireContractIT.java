package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldMeetingsClient.ME;
import static io.foyer.accounts.wire.OldMeetingsClient.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
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
  private final ProgramFixture program = ProgramFixture.open("wire_contract", Map.of());
  private final People people = new People(program.node().port());
  private final OldMeetingsClient oldMeetingsClient = new OldMeetingsClient(people);
  private final OldAccountsClient oldAccountsClient = new OldAccountsClient(people);
  private ContractCheck contract;

  @BeforeAll
  void read() throws Exception {
    contract = ContractCheck.ofOldWires(program.vertx());
  }

  @AfterAll
  void close() {
    program.close();
  }

  private void holds(String operation, int status, HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    contract.holds(operation, answer);
  }

  @Test
  void meetings() throws Exception {
    JsonObject wish = OldMeetingsClient.wish("onpaper");
    holds("meetingsRegister", 201, oldMeetingsClient.register(wish));
    holds("meetingsRegister", 409, oldMeetingsClient.register(wish));
    holds("meetingsRegister", 422, oldMeetingsClient.register("{}"));
    holds("meetingsRegister", 422, oldMeetingsClient.register("{"));
    holds("meetingsRegister", 413, oldMeetingsClient.register("x".repeat(1_000_000)));
    holds("meetingsListUsers", 200, oldMeetingsClient.get(USERS));
    holds("meetingsGetUser", 200, oldMeetingsClient.get(USERS + "/onpaper"));
    holds("meetingsGetUser", 404, oldMeetingsClient.get(USERS + "/nobody"));
    holds("meetingsLogIn", 200, oldMeetingsClient.logIn("onpaper", People.PASSWORD));
    holds("meetingsLogIn", 401, oldMeetingsClient.logIn("onpaper", "not the password"));
    holds("meetingsLogIn", 422, oldMeetingsClient.logIn("onpaper", "short"));
    holds(
        "meetingsGetMe",
        200,
        oldMeetingsClient.get(ME, "Bearer " + oldMeetingsClient.token("onpaper")));
    holds("meetingsGetMe", 401, oldMeetingsClient.get(ME, "Bearer garbage"));
    holds("meetingsGetMe", 403, oldMeetingsClient.get(ME));
    holds("meetingsHealth", 200, oldMeetingsClient.get("/health"));
    holds("meetingsReadiness", 200, oldMeetingsClient.get("/readiness"));
  }

  @Test
  void chat() throws Exception {
    Map<String, String> service = oldAccountsClient.service();
    JsonObject wish = OldAccountsClient.wish("On Paper", 1);
    String email = wish.getString("email");
    holds("chatRegister", 200, oldAccountsClient.register(service, wish));
    JsonObject generated = OldAccountsClient.wish("Made Up", 1);
    generated.remove("password");
    holds("chatRegister", 200, oldAccountsClient.register(service, generated));
    holds("chatRegister", 409, oldAccountsClient.register(service, wish));
    holds("chatRegister", 400, oldAccountsClient.register(service, new JsonObject()));
    holds(
        "chatRegister",
        401,
        oldAccountsClient.register(Map.of(), OldAccountsClient.wish("No Token", 1)));
    HttpResponse<String> entered = oldAccountsClient.logIn(service, email, People.PASSWORD);
    holds("chatLogIn", 200, entered);
    holds("chatLogIn", 400, oldAccountsClient.logIn(service, "", ""));
    holds("chatLogIn", 401, oldAccountsClient.logIn(Map.of(), email, People.PASSWORD));
    holds("chatLogIn", 403, oldAccountsClient.logIn(service, email, "not the password"));
    Map<String, String> bearer = OldAccountsClient.bearer(People.json(entered).getString("token"));
    HttpResponse<String> known = oldAccountsClient.validate(bearer);
    holds("chatValidate", 200, known);
    holds("chatValidate", 401, oldAccountsClient.validate(Map.of()));
    holds(
        "chatInfo",
        200,
        oldAccountsClient.info(bearer, List.of(People.json(known).getString("user"))));
    holds("chatInfo", 400, oldAccountsClient.post("/info", bearer, new JsonObject()));
    holds("chatLogOut", 200, oldAccountsClient.post("/logout", bearer, new JsonObject()));
    holds("chatLogOut", 401, oldAccountsClient.post("/logout", bearer, new JsonObject()));
  }
}
