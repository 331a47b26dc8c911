package io.foyer.demo;

import io.foyer.demo.SlackThatStandIn.Received;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Demo environment: stand-ins of the intranet and of slack_that on loopback, on their own event
 * loops, and the event stream of the live page.
 */
public final class Demo {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);

  /** Workspace configured at the stand-in of slack_that. */
  public static final String WORKSPACE = "demo";

  private final Vertx vertx = Vertx.vertx();
  private final IntraStandIn intra = new IntraStandIn(vertx);
  private final SlackThatStandIn slackThat = new SlackThatStandIn(vertx);
  private final DemoFeed feed = new DemoFeed();
  private volatile Optional<DemoPublisher> publisher = Optional.empty();
  private final AtomicLong reminders = new AtomicLong();

  /** Starts the stand-ins on free ports. */
  public Future<Void> start() {
    slackThat.onMessage(message -> feed.publish(reminder(message)));
    return intra.start(0).compose(done -> slackThat.start(0));
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
