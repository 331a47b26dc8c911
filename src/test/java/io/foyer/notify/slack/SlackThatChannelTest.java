package io.foyer.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.notify.Channel;
import io.foyer.notify.ChannelContract;
import io.foyer.notify.LostAnswer;
import io.foyer.notify.RemoteSide.Answer;
import io.foyer.notify.RemoteSide.Received;
import io.foyer.notify.Wording;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackThatChannelTest extends ChannelContract {
  @Override
  protected Channel channel(URI url) {
    return channel(url, Optional.of("42paris"), "Evaluation Master");
  }

  @Override
  protected String effect() {
    return "/";
  }

  @Override
  protected JsonObject accepted() {
    return new JsonObject().put("success", "request queued");
  }

  @Override
  protected boolean statusIsEnough() {
    return true;
  }

  @Test
  void writesTheRequestOf42Jitsi() {
    OutboxMessage message = message("6566", false);
    message.payload().put("emails", new JsonArray().add("eva@x.org").add("stu@x.org"));

    send(message);

    Received request = remote.received("/").getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers()).containsEntry("content-type", "application/json");
    assertThat(request.body())
        .isEqualTo(
            """
            {"channel":"","workspace":"42paris","user_emails":["eva@x.org","stu@x.org"],\
            "as_user":false,"username":"Evaluation Master",\
            "text":"42 Evaluation begins in 15 minutes. \
            Your room: https://foyer.example/j/abc?a=1&amp;b=2",\
            "attachments":[{"color":"#36a64f",\
            "pretext":"Please be on time and follow the guidelines for remote meetings.",\
            "title":"42 Evaluation","title_link":"https://foyer.example/j/abc?a=1&b=2"}]}\
            """);
  }

  @Test
  void leavesOutWhatIsEmptyButNotTheChannel() {
    OutboxMessage message = message("6566", false);
    message.payload().put("emails", new JsonArray());

    send(channel(remote.url(), Optional.of(""), ""), message);

    assertThat(remote.received("/").getFirst().json().fieldNames())
        .containsExactly("channel", "as_user", "text", "attachments");
  }

  @Test
  void takesA204WithoutABody() {
    remote.answer("/", new Answer.Whole(204, Map.of(), Buffer.buffer()));

    assertThat(send(message("6566", false))).isEqualTo(new Outcome.Sent(""));
  }

  @Test
  void keepsThePathOfTheBaseAddress() {
    remote.answer("/notify/", Answer.json(201, accepted()));

    assertThat(send(channel(remote.url().resolve("/notify")), message("6566", false)))
        .isInstanceOf(Outcome.Sent.class);
  }

  @Test
  void doesNotLetATitleMentionAChannel() {
    OutboxMessage message = message("6566", false);
    message.payload().put("title", "<!channel> & friends");

    send(message);

    assertThat(remote.received("/").getFirst().json().getString("text"))
        .startsWith("&lt;!channel&gt; &amp; friends begins");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 404, 422, 500, 503})
  void isWorthAnotherAttemptWhateverElseItAnswers(int status) {
    remote.answer("/", Answer.json(status, new JsonObject().put("error", "workspace not found")));

    assertThat(send(message("6566", false)))
        .isEqualTo(new Outcome.Again("slack_that answered " + status, Optional.empty()));
  }

  @Test
  void sendsAgainWhenAskedToAfterALostAnswer() {
    assertThat(send(message("6566", true))).isInstanceOf(Outcome.Sent.class);
    assertThat(remote.received("/")).hasSize(1);
  }

  @Test
  void leavesALostAnswerToItsConfiguration() {
    assertThat(channel(remote.url()).lostAnswer()).isEqualTo(LostAnswer.HOLD);
  }

  private Channel channel(URI url, Optional<String> workspace, String username) {
    return new SlackThatChannel(
        vertx,
        new SlackThatConfig(url, workspace, username, CALL_TIMEOUT, LostAnswer.HOLD),
        new Wording(Locale.ENGLISH, () -> NOW),
        ChannelContract.LINKS,
        () -> NOW);
  }
}
