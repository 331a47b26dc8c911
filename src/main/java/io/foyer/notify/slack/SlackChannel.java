package io.foyer.notify.slack;

import io.foyer.notify.AddressKind;
import io.foyer.notify.Channel;
import io.foyer.notify.EmailMessage;
import io.foyer.notify.Grouping;
import io.foyer.notify.LostAnswer;
import io.foyer.notify.Notification;
import io.foyer.notify.Reminder;
import io.foyer.notify.ReminderLinks;
import io.foyer.notify.Wording;
import io.foyer.notify.Wording.Words;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.foyer.platform.outbox.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reminders as direct messages with Slack's Web API, one for each person. Before a retry of a
 * message whose response was lost it searches the conversation for it, and does not resend while
 * that search fails.
 */
public final class SlackChannel implements Channel {
  private static final Logger log = LoggerFactory.getLogger(SlackChannel.class);

  // Slack allows some hundred messages a minute in a workspace; more at once meets only 429.
  private static final int CONCURRENCY = 4;
  private static final int MOST_CALLS = 3 + ReadBack.MOST_PAGES;

  private final SlackApi api;
  private final Conversations conversations;
  private final ReadBack readBack;
  private final Pace pace;
  private final Wording wording;
  private final ReminderLinks links;
  private final Duration deadline;
  private final AtomicBoolean operatorTold = new AtomicBoolean();

  /** A channel to the workspace of {@code config}. */
  public SlackChannel(
      Vertx vertx, SlackConfig config, Wording wording, ReminderLinks links, InstantSource clock) {
    this.api = new SlackApi(vertx, config, CONCURRENCY, clock);
    this.conversations = new Conversations(api, clock);
    this.readBack = new ReadBack(api, clock);
    this.pace = new Pace(clock);
    this.wording = wording;
    this.links = links;
    this.deadline = config.callTimeout().multipliedBy(MOST_CALLS);
  }

  @Override
  public String name() {
    return "slack";
  }

  /** It finds the Slack user of an e-mail address. */
  @Override
  public Set<AddressKind> addresses() {
    return Set.of(AddressKind.EMAIL);
  }

  @Override
  public Grouping grouping() {
    return Grouping.PERSON;
  }

  @Override
  public RetryPolicy retry() {
    return RetryPolicy.MINUTES;
  }

  /** A look-up, opening, reading back and the message itself, each in its own time. */
  @Override
  public Duration deadline() {
    return deadline;
  }

  @Override
  public int concurrency() {
    return CONCURRENCY;
  }

  @Override
  public LostAnswer lostAnswer() {
    return LostAnswer.ASK;
  }

  @Override
  public Future<Outcome> send(OutboxMessage message) {
    Optional<Duration> silence = pace.silence();
    if (silence.isPresent()) {
      return Future.succeededFuture(new Outcome.Throttled(silence.get()));
    }
    long lastMoment = System.nanoTime() + deadline.toNanos();
    return Future.succeededFuture(message)
        .map(it -> Notification.of(it, links))
        .compose(
            notification ->
                switch (notification) {
                  case Reminder reminder -> reach(message, reminder, lastMoment);
                  case EmailMessage email -> Future.succeededFuture(SlackText.NO_EMAIL);
                })
        .onSuccess(this::noticeRecovery)
        .recover(this::unsent);
  }

  private Future<Outcome> reach(OutboxMessage message, Reminder reminder, long lastMoment) {
    if (reminder.emails().size() != 1) {
      return Future.succeededFuture(new Outcome.Refused("needs exactly one e-mail address"));
    }
    String email = reminder.emails().getFirst();
    return conversations
        .with(email)
        .compose(conversation -> deliver(message, reminder, conversation, lastMoment))
        .onFailure(cause -> forgetIfGone(email, cause));
  }

  private Future<Outcome> deliver(
      OutboxMessage message, Reminder reminder, String conversation, long lastMoment) {
    Future<Optional<String>> earlier =
        message.answerLost()
            ? readBack.find(conversation, message.id())
            : Future.succeededFuture(Optional.empty());
    return earlier.compose(
        found ->
            found
                .<Future<Outcome>>map(ts -> Future.succeededFuture(new Outcome.Sent(ts)))
                .orElseGet(() -> postInTime(message, reminder, conversation, lastMoment)));
  }

  /** A process that was paused may have lost its lease: another node may have sent the message. */
  private Future<Outcome> postInTime(
      OutboxMessage message, Reminder reminder, String conversation, long lastMoment) {
    return System.nanoTime() - lastMoment > 0
        ? Future.succeededFuture(new Outcome.Throttled(Duration.ZERO))
        : post(message, reminder, conversation);
  }

  private Future<Outcome> post(OutboxMessage message, Reminder reminder, String conversation) {
    Optional<Duration> wait = pace.take(conversation);
    if (wait.isPresent()) {
      return Future.succeededFuture(new Outcome.Throttled(wait.get()));
    }
    return api.post("chat.postMessage", body(message, reminder, conversation))
        .<Outcome>map(answer -> new Outcome.Sent(answer.getString("ts", "")))
        .recover(SlackChannel::lost);
  }

  private JsonObject body(OutboxMessage message, Reminder reminder, String conversation) {
    Words words = wording.words(reminder);
    JsonObject attachment =
        new JsonObject()
            .put("color", "#36a64f")
            .put("pretext", SlackText.escape(words.pretext()))
            .put("title", SlackText.escape(reminder.title()))
            .put("title_link", reminder.link());
    return new JsonObject()
        .put("channel", conversation)
        .put("text", SlackText.escape(words.text()))
        .put("attachments", new JsonArray().add(attachment))
        // A preview would open the room's link once for Slack itself.
        .put("unfurl_links", false)
        .put("unfurl_media", false)
        .put("metadata", ReadBack.metadata(message.id()));
  }

  // Only the message itself has an effect that matters; before it, unclear is as good as not done.
  private static Future<Outcome> lost(Throwable cause) {
    return cause instanceof SlackFailure.Unclear unclear
        ? Future.succeededFuture(new Outcome.Lost(unclear.reason()))
        : Future.failedFuture(cause);
  }

  private Future<Outcome> unsent(Throwable cause) {
    if (!(cause instanceof SlackFailure failure)) {
      return Future.failedFuture(cause);
    }
    return Future.succeededFuture(
        switch (failure) {
          case SlackFailure.NoEffect f -> again(f);
          case SlackFailure.Unclear f -> again(f);
          case SlackFailure.Limited f -> limited(f);
          case SlackFailure.Declined f -> declined(f);
        });
  }

  private static Outcome again(SlackFailure failure) {
    return new Outcome.Again(failure.reason(), Optional.empty());
  }

  private Outcome limited(SlackFailure.Limited failure) {
    pace.pause(failure.pause());
    return new Outcome.Throttled(failure.pause());
  }

  private Outcome declined(SlackFailure.Declined failure) {
    if (failure.needsOperator() && operatorTold.compareAndSet(false, true)) {
      log.atError()
          .addKeyValue("error", failure.error())
          .log("Slack rejects this app, check its token and scopes");
    }
    return failure.isFinal() ? new Outcome.Refused(failure.reason()) : again(failure);
  }

  private void noticeRecovery(Outcome outcome) {
    if (outcome instanceof Outcome.Sent) {
      operatorTold.set(false);
    }
  }

  private void forgetIfGone(String email, Throwable cause) {
    if (cause instanceof SlackFailure.Declined) {
      conversations.forget(email);
    }
  }

  /** Closes the connections; a message under way counts as lost. */
  public Future<Void> close() {
    return api.close();
  }
}
