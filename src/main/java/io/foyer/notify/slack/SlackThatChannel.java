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
import io.foyer.platform.http.OutboundFailure;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.foyer.platform.http.OutboundHttp.Call;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.foyer.platform.outbox.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends reminders through slack_that, which turns one request into a direct message for each e-mail
 * address. Any 2xx means queued. Deliveries cannot be queried, so the configured {@link LostAnswer}
 * policy applies to a lost response.
 */
public final class SlackThatChannel implements Channel {
  private static final int CONCURRENCY = 128;
  // Statuses with which a proxy reports that the service took the request and did not respond.
  private static final Set<Integer> GATEWAY_LOST_IT = Set.of(502, 504);

  private final OutboundHttp http;
  private final SlackThatConfig config;
  private final Wording wording;
  private final ReminderLinks links;
  private final InstantSource clock;

  /** A channel to the service of {@code config}. */
  public SlackThatChannel(
      Vertx vertx,
      SlackThatConfig config,
      Wording wording,
      ReminderLinks links,
      InstantSource clock) {
    this.http = new OutboundHttp(vertx, config.url(), CONCURRENCY);
    this.config = config;
    this.wording = wording;
    this.links = links;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "slack_that";
  }

  /** slack_that finds the Slack users of e-mail addresses. */
  @Override
  public Set<AddressKind> addresses() {
    return Set.of(AddressKind.EMAIL);
  }

  @Override
  public Grouping grouping() {
    return Grouping.TEAM;
  }

  @Override
  public RetryPolicy retry() {
    return RetryPolicy.MINUTES;
  }

  @Override
  public Duration deadline() {
    return config.callTimeout();
  }

  @Override
  public int concurrency() {
    return CONCURRENCY;
  }

  @Override
  public LostAnswer lostAnswer() {
    return config.lostAnswer();
  }

  @Override
  public Future<Outcome> send(OutboxMessage message) {
    return Future.succeededFuture(message)
        .map(it -> Notification.of(it, links))
        .compose(
            notification ->
                switch (notification) {
                  case Reminder reminder ->
                      http.send(call(reminder))
                          .map(this::outcome)
                          .recover(SlackThatChannel::unanswered);
                  case EmailMessage email -> Future.succeededFuture(SlackText.NO_EMAIL);
                });
  }

  private Call call(Reminder reminder) {
    return new Call(
        HttpMethod.POST,
        "/",
        Map.of("Content-Type", "application/json"),
        body(reminder).toBuffer(),
        config.callTimeout());
  }

  private JsonObject body(Reminder reminder) {
    Words words = wording.words(reminder);
    JsonObject body = new JsonObject().put("channel", "");
    config.workspace().filter(name -> !name.isEmpty()).ifPresent(w -> body.put("workspace", w));
    if (!reminder.emails().isEmpty()) {
      body.put("user_emails", new JsonArray(reminder.emails()));
    }
    body.put("as_user", false);
    if (!config.username().isEmpty()) {
      body.put("username", config.username());
    }
    JsonObject attachment =
        new JsonObject()
            .put("color", "#36a64f")
            .put("pretext", SlackText.escape(words.pretext()))
            .put("title", SlackText.escape(reminder.title()))
            .put("title_link", reminder.link());
    return body.put("text", SlackText.escape(words.text()))
        .put("attachments", new JsonArray().add(attachment));
  }

  private Outcome outcome(Answer answer) {
    if (answer.ok()) {
      return new Outcome.Sent("");
    }
    String reason = "slack_that answered " + answer.status();
    // A gateway that gave up waiting does not know whether the service behind it went on.
    return GATEWAY_LOST_IT.contains(answer.status())
        ? new Outcome.Lost(reason)
        : new Outcome.Again(reason, RetryAfter.of(answer.headers(), clock));
  }

  private static Future<Outcome> unanswered(Throwable cause) {
    if (!(cause instanceof OutboundFailure failure)) {
      return Future.failedFuture(cause);
    }
    return Future.succeededFuture(
        switch (failure) {
          case OutboundFailure.NotSent f -> new Outcome.Again(reason(f), Optional.empty());
          case OutboundFailure.AnswerLost f -> new Outcome.Lost(reason(f));
        });
  }

  private static String reason(OutboundFailure failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Closes the connections; what is under way counts as lost. */
  public Future<Void> close() {
    return http.close();
  }
}
