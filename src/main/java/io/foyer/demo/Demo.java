package io.foyer.demo;

import io.foyer.demo.SlackThatStandIn.Received;
import io.foyer.demo.SmtpStandIn.ReceivedMail;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Demo environment: stand-ins of the intranet, of slack_that and of an SMTP server on loopback, on
 * their own event loops, and the event stream of the live page.
 */
public final class Demo {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);

  private static final Pattern LINK = Pattern.compile("https?://\\S+");

  /** Workspace configured at the stand-in of slack_that. */
  public static final String WORKSPACE = "demo";

  private final Vertx vertx = Vertx.vertx();
  private final IntraStandIn intra = new IntraStandIn(vertx);
  private final SlackThatStandIn slackThat = new SlackThatStandIn(vertx);
  private final SmtpStandIn smtp = new SmtpStandIn(vertx, SmtpStandIn.Setup.plain());
  private final DemoFeed feed = new DemoFeed();
  private volatile Optional<DemoPublisher> publisher = Optional.empty();
  private final AtomicLong reminders = new AtomicLong();
  private final AtomicLong mails = new AtomicLong();
  private volatile int smtpPort;

  /** Starts the stand-ins on free ports. */
  public Future<Void> start() {
    slackThat.onMessage(message -> feed.publish(reminder(message)));
    smtp.onMail(mail -> feed.publish(mail(mail)));
    return intra
        .start(0)
        .compose(done -> slackThat.start(0))
        .compose(done -> smtp.listen(0))
        .onSuccess(port -> smtpPort = port)
        .mapEmpty();
  }

  /** Publishes the sample feeds, as long as the demo goes on. */
  public void publish(NatsConfig nats) {
    DemoPublisher begun = new DemoPublisher(nats);
    publisher = Optional.of(begun);
    begun.start();
  }

  /** The address of the intranet. */
  public URI intra() {
    return intra.url();
  }

  /** The address of the SMTP server, as {@code host:port}. */
  public String smtp() {
    return "127.0.0.1:" + smtpPort;
  }

  /** The address of slack_that. */
  public URI slackThat() {
    return slackThat.url();
  }

  /**
   * The routes of the live page.
   *
   * @param house whose event loops watch the meetings
   * @param linkPrefix what stands before the join key in a link
   */
  public RouteGroup routes(
      Vertx house, Database database, WakeupNotifier wakeupNotifier, String linkPrefix) {
    DemoBookings bookings = new DemoBookings(database, wakeupNotifier, feed, linkPrefix);
    house
        .deployVerticle(bookings)
        .onFailure(
            cause ->
                log.atWarn().setCause(cause).log("Booking watcher of the live page not started"));
    return new DemoRoutes(feed);
  }

  private JsonObject reminder(Received received) {
    JsonObject message = received.message();
    JsonArray attachments = message.getJsonArray("attachments", new JsonArray());
    JsonObject card = attachments.isEmpty() ? new JsonObject() : attachments.getJsonObject(0);
    JsonObject event =
        new JsonObject()
            .put("id", "reminder-" + reminders.incrementAndGet())
            .put("kind", "reminder")
            .put("at", received.at().toString())
            .put("title", card.getString("title", ""))
            .put("who", logins(message.getJsonArray("user_emails", new JsonArray())))
            .put("link", card.getString("title_link", ""))
            .put("text", message.getString("text", ""));
    // slack_that's message tells the time left, not the time.
    feed.find("link", card.getString("title_link"))
        .ifPresent(booking -> event.put("startsAt", booking.getString("startsAt")));
    return event;
  }

  private JsonObject mail(ReceivedMail received) {
    ReadMail mail = received.read();
    JsonObject event =
        new JsonObject()
            .put("id", "mail-" + mails.incrementAndGet())
            .put("kind", "mail")
            .put("at", Instant.now().toString())
            .put("title", mail.subject())
            .put("who", new JsonArray(received.recipients()))
            .put("text", mail.text());
    Matcher link = LINK.matcher(mail.text());
    return link.find() ? event.put("link", link.group()) : event;
  }

  private static JsonArray logins(JsonArray emails) {
    return new JsonArray(
        emails.stream().map(email -> email.toString().replaceFirst("@.*", "")).toList());
  }

  /** Ends the live page's streams, which would hold up a drain; the stand-ins go on. */
  public void quiet() {
    feed.close();
    publisher.ifPresent(DemoPublisher::close);
  }

  /** Stops the stand-ins. */
  public Future<Void> close() {
    return vertx.close();
  }
}
