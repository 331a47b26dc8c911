package io.foyer.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.foyer.notify.AddressKind;
import io.foyer.notify.Channel;
import io.foyer.notify.ChannelContract;
import io.foyer.notify.Grouping;
import io.foyer.notify.LostAnswer;
import io.foyer.notify.RemoteSide.Answer;
import io.foyer.notify.RemoteSide.Received;
import io.foyer.notify.Wording;
import io.foyer.platform.config.Secret;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.foyer.platform.outbox.Outcome.Again;
import io.foyer.platform.outbox.Outcome.Refused;
import io.foyer.platform.outbox.Outcome.Sent;
import io.foyer.platform.outbox.Outcome.Throttled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SlackChannelTest extends ChannelContract {
  private static final String LOOKUP = "/api/users.lookupByEmail";
  private static final String OPEN = "/api/conversations.open";
  private static final String HISTORY = "/api/conversations.history";
  private static final String POST = "/api/chat.postMessage";

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

  @Override
  protected Channel channel(URI url) {
    return new SlackChannel(
        vertx,
        new SlackConfig(url.resolve("/api/"), Secret.of("xoxb-canary"), CALL_TIMEOUT),
        new Wording(Locale.ENGLISH, now::get),
        ChannelContract.LINKS,
        now::get);
  }

  @Override
  protected String effect() {
    return POST;
  }

  @Override
  protected JsonObject accepted() {
    return ok().put("channel", "D1").put("ts", "1700000000.000100");
  }

  @Override
  protected boolean statusIsEnough() {
    return false;
  }

  @Override
  protected void prepare() {
    remote.answer(LOOKUP, Answer.json(200, ok().put("user", new JsonObject().put("id", "U1"))));
    remote.answer(OPEN, Answer.json(200, ok().put("channel", new JsonObject().put("id", "D1"))));
  }

  @Test
  void looksThePersonUpOpensTheConversationAndWrites() {
    assertThat(send(message("6566", false))).isEqualTo(new Sent("1700000000.000100"));

    Received lookup = remote.received(LOOKUP).getFirst();
    assertThat(lookup.query()).containsExactly(Map.entry("email", "ada@example.org"));
    assertThat(lookup.headers()).containsEntry("authorization", "Bearer xoxb-canary");
    assertThat(remote.received(OPEN).getFirst().json())
        .isEqualTo(new JsonObject().put("users", "U1"));
    Received post = remote.received(POST).getFirst();
    assertThat(post.headers())
        .containsEntry("authorization", "Bearer xoxb-canary")
        .containsEntry("content-type", "application/json; charset=utf-8");
    assertThat(post.json().getString("channel")).isEqualTo("D1");
    assertThat(post.json().getString("text")).startsWith("42 Evaluation begins in 15 minutes.");
    assertThat(post.json().getJsonObject("metadata")).isEqualTo(metadata("6566"));
    assertThat(remote.received(HISTORY)).isEmpty();
  }

  @Test
  void remembersTheConversationForSomeHours() {
    Channel channel = channel(remote.url());
    send(channel, message("1", false));

    now.set(NOW.plus(Duration.ofHours(5)));
    send(channel, message("2", false));
    assertThat(remote.received(LOOKUP)).hasSize(1);

    now.set(NOW.plus(Duration.ofHours(7)));
    send(channel, message("3", false));
    assertThat(remote.received(LOOKUP)).hasSize(2);
    assertThat(remote.received(POST)).hasSize(3);
  }

  @Test
  void keepsASecondBetweenTwoMessagesOfAConversation() {
    Channel channel = channel(remote.url());
    send(channel, message("1", false));
    now.set(NOW.plusMillis(300));

    assertThat(send(channel, message("2", false))).isEqualTo(new Throttled(Duration.ofMillis(700)));
    assertThat(remote.received(POST)).hasSize(1);

    now.set(NOW.plusMillis(1000));
    assertThat(send(channel, message("2", false))).isInstanceOf(Sent.class);
  }

  @Test
  void isSilentForAllWhileSlackAsksForIt() {
    remote.answerOnce(
        LOOKUP, new Answer.Whole(429, Map.of("Retry-After", "30"), Buffer.buffer("{}")));
    Channel channel = channel(remote.url());

    assertThat(send(channel, message("1", false))).isEqualTo(new Throttled(Duration.ofSeconds(30)));
    now.set(NOW.plusSeconds(10));
    assertThat(send(channel, message("2", false))).isEqualTo(new Throttled(Duration.ofSeconds(20)));
    assertThat(remote.received(LOOKUP)).hasSize(1);
    now.set(NOW.plusSeconds(30));
    assertThat(send(channel, message("1", false))).isInstanceOf(Sent.class);
  }

  @Test
  void takesRatelimitedIn200ForALimitToo() {
    remote.answerOnce(POST, Answer.json(200, error("ratelimited")));

    assertThat(send(message("1", false))).isEqualTo(new Throttled(Duration.ofSeconds(1)));
  }

  @Test
  void aLostAnswerBeforeTheMessageIsNoHarm() {
    remote.answerOnce(LOOKUP, new Answer.Cut());
    assertThat(send(message("1", false))).isInstanceOf(Again.class);

    remote.answerOnce(OPEN, new Answer.Silence());
    assertThat(send(message("1", false))).isInstanceOf(Again.class);

    remote.answerOnce(OPEN, Answer.json(200, ok()));
    assertThat(send(message("1", false))).isInstanceOf(Again.class);
    assertThat(remote.received(POST)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"users_not_found", "cannot_dm_bot"})
  void refusesWhatCanNeverArrive(String error) {
    remote.answer(LOOKUP, Answer.json(200, error(error)));

    assertThat(send(message("1", false))).isEqualTo(new Refused("Slack declined: " + error));
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal_error", "fatal_error", "Not A Name <script>"})
  void isLostWhenSlackDoesNotKnowItself(String error) {
    remote.answer(POST, Answer.json(200, error(error)));

    assertThat(send(message("1", false))).isInstanceOf(Outcome.Lost.class);
  }

  @Test
  void looksUpAnewWhenTheConversationIsGone() {
    Channel channel = channel(remote.url());
    remote.answerOnce(POST, Answer.json(200, error("channel_not_found")));

    assertThat(send(channel, message("1", false))).isInstanceOf(Again.class);
    now.set(NOW.plusSeconds(2));
    assertThat(send(channel, message("1", false))).isInstanceOf(Sent.class);
    assertThat(remote.received(LOOKUP)).hasSize(2);
  }

  @Test
  void tellsTheOperatorOnceWhenTheTokenIsBadAndKeepsTheMessage() {
    remote.answer(LOOKUP, Answer.json(200, error("invalid_auth")));
    Channel channel = channel(remote.url());
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(SlackChannel.class);
    logger.addAppender(lines);
    lines.start();

    assertThat(send(channel, message("1", false))).isInstanceOf(Again.class);
    assertThat(send(channel, message("2", false))).isInstanceOf(Again.class);
    logger.detachAppender(lines);

    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR);
    assertThat(lines.list.toString() + lines.list.getFirst().getKeyValuePairs())
        .contains("invalid_auth")
        .doesNotContain("xoxb-canary", "ada@example.org");
  }

  @Test
  void doesNotResendWhatHasArrived() {
    remote.answer(HISTORY, history(false, "", said("7", "x"), said("8", "6566")));

    assertThat(send(message("6566", true))).isEqualTo(new Sent("8"));
    assertThat(remote.received(POST)).isEmpty();
    assertThat(remote.received(HISTORY).getFirst().query())
        .containsEntry("channel", "D1")
        .containsEntry("include_all_metadata", "true")
        .containsEntry("oldest", NOW.minus(Duration.ofDays(7)).getEpochSecond() + ".000000");
  }

  @Test
  void resendsWhatWasNotFoundInTheWholeHistory() {
    remote.answerOnce(HISTORY, history(true, "c2", said("7", "x")));
    remote.answerOnce(HISTORY, history(false, "", said("6", "y"), new JsonObject()));

    assertThat(send(message("6566", true))).isInstanceOf(Sent.class);
    assertThat(remote.received(HISTORY)).hasSize(2);
    assertThat(remote.received(HISTORY).getLast().query()).containsEntry("cursor", "c2");
    assertThat(remote.received(POST)).hasSize(1);
  }

  @Test
  void findsAMessageOnALaterPage() {
    remote.answerOnce(HISTORY, history(true, "c2", said("7", "x")));
    remote.answerOnce(HISTORY, history(true, "c3", said("6", "6566")));

    assertThat(send(message("6566", true))).isEqualTo(new Sent("6"));
  }

  @Test
  void neverResendsWhileTheHistoryCannotBeReadWhole() {
    remote.answer(HISTORY, Answer.json(200, error("missing_scope")));
    assertThat(send(message("6566", true))).isInstanceOf(Again.class);

    remote.answer(HISTORY, Answer.json(200, ok()));
    assertThat(send(message("6566", true))).isInstanceOf(Again.class);

    remote.answer(HISTORY, history(true, "", said("7", "x")));
    assertThat(send(message("6566", true))).isInstanceOf(Again.class);

    remote.answer(HISTORY, new Answer.Cut());
    assertThat(send(message("6566", true))).isInstanceOf(Again.class);

    remote.answer(HISTORY, Answer.json(503, new JsonObject()));
    assertThat(send(message("6566", true))).isInstanceOf(Again.class);
    assertThat(remote.received(POST)).isEmpty();
  }

  @Test
  void readsABoundedNumberOfPages() {
    remote.answer(HISTORY, history(true, "again", said("7", "x")));

    assertThat(send(message("6566", true))).isInstanceOf(Again.class);
    assertThat(remote.received(HISTORY)).hasSize(ReadBack.MOST_PAGES);
  }

  @Test
  void refusesAMessageThatIsNotForOnePerson() {
    OutboxMessage message = message("1", false);
    message.payload().put("emails", new JsonArray());

    assertThat(send(message)).isInstanceOf(Refused.class);
  }

  @Test
  void asksWhatBecameOfAMessageWhoseAnswerWasLost() {
    assertThat(channel(remote.url()).lostAnswer()).isEqualTo(LostAnswer.ASK);
    assertThat(channel(remote.url()).grouping()).isEqualTo(Grouping.PERSON);
    assertThat(channel(remote.url()).addresses()).containsExactly(AddressKind.EMAIL);
  }

  @Test
  void forgetsTheLongestUnusedFirst() {
    Recent<Integer, Integer> recent = new Recent<>(100);
    IntStream.range(0, 100).forEach(i -> recent.put(i, i));

    assertThat(recent.get(0)).contains(0);
    recent.put(100, 100);

    assertThat(recent.get(0)).contains(0);
    assertThat(recent.get(1)).isEmpty();
  }

  private static JsonObject ok() {
    return new JsonObject().put("ok", true);
  }

  private static JsonObject error(String name) {
    return new JsonObject().put("ok", false).put("error", name);
  }

  private static JsonObject metadata(String key) {
    return new JsonObject()
        .put("event_type", "foyer_reminder")
        .put("event_payload", new JsonObject().put("key", key));
  }

  private static JsonObject said(String ts, String key) {
    return new JsonObject().put("ts", ts).put("metadata", metadata(key));
  }

  private static Answer history(boolean more, String cursor, JsonObject... messages) {
    return Answer.json(
        200,
        ok().put("messages", new JsonArray(List.of((Object[]) messages)))
            .put("has_more", more)
            .put("response_metadata", new JsonObject().put("next_cursor", cursor)));
  }
}
