package io.foyer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.demo.SmtpStandIn;
import io.foyer.demo.SmtpStandIn.Reaction;
import io.foyer.demo.SmtpStandIn.Setup;
import io.foyer.testing.Futures;
import io.foyer.testing.People;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** E-mails of accounts, from the request to the server, and the queue that operators see. */
@TestInstance(Lifecycle.PER_CLASS)
class MailQueueIT {
  private static final Pattern TOKEN = Pattern.compile("#reset=([A-Za-z0-9_-]+)");

  private final Vertx vertx = Vertx.vertx();
  private final SmtpStandIn smtp = new SmtpStandIn(vertx, Setup.plain());
  private ProgramFixture program;
  private People people;

  @BeforeAll
  void open() {
    int port = Futures.await(smtp.listen(0));
    program =
        ProgramFixture.open(
            "mail_queue",
            Map.of(
                "MAIL_SERVER", "127.0.0.1:" + port,
                "MAIL_SECURITY", "none",
                "MAIL_FROM", "foyer@example.org",
                "MAIL_CALL_TIMEOUT", "5s"));
    people = new People(program.node().port());
  }

  @AfterAll
  void close() {
    program.close();
    Futures.await(vertx.close());
  }

  @BeforeEach
  void clear() {
    program.database().execute("DELETE FROM outbox WHERE channel = 'mail'");
    program.database().execute("DELETE FROM password_resets");
  }

  private String somebody() {
    String handle = People.unused();
    people.registered(handle);
    return handle;
  }

  private void asksForReset(String handle) {
    HttpResponse<String> answer =
        people.call(
            "POST",
            "/api/v2/password-resets",
            Map.of(),
            new JsonObject().put("email", People.address(handle)));
    assertThat(answer.statusCode()).isEqualTo(202);
  }

  private HttpResponse<String> mails(String method, String path) {
    return people.call(method, "/api/v1/mails" + path, People.service());
  }

  private JsonArray list(String state) {
    HttpResponse<String> answer = mails("GET", "?state=" + state);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body()).getJsonArray("data");
  }

  private String only(String state) {
    await().until(() -> list(state).size() == 1);
    return list(state).getJsonObject(0).getString("id");
  }

  private String receivedBy(String handle) {
    return smtp.received().stream()
        .filter(mail -> mail.recipients().contains(People.address(handle)))
        .map(mail -> mail.read().text())
        .findFirst()
        .orElse("");
  }

  private static String token(String content) {
    Matcher found = TOKEN.matcher(content);
    assertThat(found.find()).as(content).isTrue();
    return found.group(1);
  }

  @Test
  void aForgottenPasswordIsSetByTheLinkOfTheMailAndTheLinkIsErased() {
    String handle = somebody();

    asksForReset(handle);

    await().until(() -> !receivedBy(handle).isEmpty());
    String token = token(receivedBy(handle));
    HttpResponse<String> set =
        people.call(
            "PUT",
            "/api/v2/password-resets",
            Map.of(),
            new JsonObject().put("token", token).put("password", "canary another horse"));
    assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
    assertThat(people.logIn(handle, "canary another horse").statusCode()).isEqualTo(201);

    String id = only("sent");
    HttpResponse<String> mail = mails("GET", "/" + id);
    assertThat(mail.body()).contains("#reset=***").doesNotContain(token);
    assertThat(program.database().text("SELECT payload::text FROM outbox WHERE id = ?", id))
        .contains("#reset=***")
        .doesNotContain(token);
    assertThat(mails("POST", "/" + id + "/retry").statusCode()).isEqualTo(409);
  }

  @Test
  void anUnknownAddressGetsNoMail() {
    asksForReset("nobody");
    String handle = somebody();
    asksForReset(handle);

    await().until(() -> !receivedBy(handle).isEmpty());
    assertThat(program.database().number("SELECT count(*) FROM outbox WHERE channel = 'mail'"))
        .isEqualTo(1);
  }

  @Test
  void whileTheServerIsAwayMailsWaitAndASecretIsNotShown() {
    smtp.react("MAIL", 1, new Reaction.Reply("421 4.3.2 busy"));
    String handle = somebody();

    asksForReset(handle);

    String id = only("new");
    await().until(() -> list("new").getJsonObject(0).getString("lastError") != null);
    JsonObject waiting = list("new").getJsonObject(0);
    assertThat(waiting.getInteger("attempts")).isZero();
    assertThat(waiting.getString("to")).isEqualTo(People.address(handle));
    assertThat(mails("GET", "/" + id).body()).contains("#reset=***");

    await().until(() -> !receivedBy(handle).isEmpty());
    assertThat(only("sent")).isEqualTo(id);
  }

  @Test
  void aDeletedMailIsNeverSent() {
    smtp.react("MAIL", 1, new Reaction.Reply("421 4.3.2 busy"));
    String handle = somebody();
    asksForReset(handle);
    String id = only("new");
    await().until(() -> list("new").getJsonObject(0).getString("lastError") != null);

    assertThat(mails("DELETE", "/" + id).statusCode()).isEqualTo(204);

    assertThat(mails("DELETE", "/" + id).statusCode()).isEqualTo(404);
    assertThat(mails("GET", "/" + id).statusCode()).isEqualTo(404);
    String later = somebody();
    program.database().execute("UPDATE outbox SET due_at = now() WHERE channel = 'mail'");
    asksForReset(later);
    await().until(() -> !receivedBy(later).isEmpty());
    assertThat(receivedBy(handle)).isEmpty();
  }

  @Test
  void aRefusedMailFailsAndAllOfAStateAreDeletedAtOnce() {
    smtp.react("RCPT", 1, new Reaction.Reply("550 5.1.1 no such person"));
    asksForReset(somebody());

    String id = only("failed");
    assertThat(list("failed").getJsonObject(0).getString("lastError")).contains("550 5.1.1");
    assertThat(mails("GET", "/" + id).statusCode()).isEqualTo(200);
    HttpResponse<String> deleted = mails("DELETE", "?state=failed");
    assertThat(new JsonObject(deleted.body()).getInteger("data")).isEqualTo(1);
    assertThat(list("failed")).isEmpty();
  }

  @Test
  void anOperatorSendsAFailedMailAgain() {
    program
        .database()
        .execute(
            """
            INSERT INTO outbox (id, subject, version, kind, channel, recipient, payload, status,
                                attempts, expires_at, resend_until)
            VALUES ('0123456789abcdef00000009', 's', 1, 'email:test', 'mail',
                    'again@canary.example',
                    '{"to": {"address": "again@canary.example", "name": "A"}, "subject": "Hello",
                      "text": "Hello"}', 'failed', 70, now() - interval '1 hour', now())
            """);

    assertThat(mails("POST", "/0123456789abcdef00000009/retry").statusCode()).isEqualTo(202);

    await().until(() -> !receivedBy("again").isEmpty());
    assertThat(mails("POST", "/0123456789abcdef00000009/retry").statusCode()).isEqualTo(409);
    assertThat(mails("POST", "/0123456789abcdef0000000a/retry").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyOperatorsSeeTheQueue() {
    People.Somebody user = people.somebody();

    assertThat(people.call("GET", "/api/v1/mails?state=new", Map.of()).statusCode()).isEqualTo(401);
    assertThat(people.call("GET", "/api/v1/mails?state=new", user.bearer()).statusCode())
        .isEqualTo(403);
    assertThat(mails("GET", "").statusCode()).isEqualTo(400);
    assertThat(mails("GET", "?state=old").statusCode()).isEqualTo(400);
  }

  @Test
  void aLongQueueIsPaged() {
    program
        .database()
        .execute(
            """
            INSERT INTO outbox (subject, version, kind, channel, recipient, payload, status,
                                expires_at, resend_until)
            SELECT 's', n, 'email:test', 'mail', 'x', '{"subject": "S"}', 'held', now(), now()
            FROM generate_series(1, 5) n
            """);

    JsonObject first = new JsonObject(mails("GET", "?state=held&limit=3").body());
    JsonObject second =
        new JsonObject(
            mails("GET", "?state=held&limit=3&cursor=" + first.getString("next")).body());

    assertThat(first.getJsonArray("data")).hasSize(3);
    assertThat(second.getJsonArray("data")).hasSize(2);
    assertThat(second.getString("next")).isNull();
    assertThat(mails("GET", "?state=held&cursor=%27").statusCode()).isEqualTo(400);
  }
}
