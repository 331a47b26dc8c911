package io.foyer;

import io.foyer.meetings.Entrances;
import io.foyer.meetings.MeetingLinks;
import io.foyer.meetings.MeetingRules;
import io.foyer.meetings.MeetingService;
import io.foyer.meetings.MeetingWorkflow;
import io.foyer.meetings.ReminderChannels;
import io.foyer.meetings.ReminderVerticle;
import io.foyer.notify.AddressKind;
import io.foyer.notify.Channel;
import io.foyer.notify.Grouping;
import io.foyer.notify.NotifyVerticle;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.foyer.rooms.JoinRoutes;
import io.foyer.rooms.jitsi.JitsiRooms;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the meetings of this node: the service, the timer of their reminders, the join links. */
final class MeetingsFeature implements Feature {
  private static final Logger log = LoggerFactory.getLogger(MeetingsFeature.class);

  /** The channels of meetings that name none, such as evaluations. */
  private static final List<String> DEFAULT_CHANNELS = List.of("slack_that", "slack");

  private final MeetingsSettings settings;
  private final CoreServices core;
  private final String linkPrefix;
  private final Supplier<List<Channel>> channels;
  private final MeetingService service;
  private final MeetingWorkflow workflow;
  private final MeetingLinks links;
  private final Entrances entrances;

  /**
   * The feature.
   *
   * @param channels the channels of every feature, once they are constructed
   */
  MeetingsFeature(
      MeetingsSettings settings,
      HttpSettings http,
      CoreServices core,
      Supplier<List<Channel>> channels) {
    this.settings = settings;
    this.core = core;
    this.linkPrefix = http.publicBase() + JoinRoutes.PATH;
    this.channels = channels;
    JitsiRooms rooms = new JitsiRooms(settings.jitsi(), core.ids(), InstantSource.system());
    MeetingRules rules = settings.rules();
    this.links = new MeetingLinks(linkPrefix, rooms);
    this.workflow = new MeetingWorkflow(core.database(), core.jobs(), core.wakeupNotifier(), rules);
    this.service =
        new MeetingService(
            core.ids(),
            core.database(),
            core.jobs(),
            core.outbox(),
            core.wakeupNotifier(),
            rooms,
            rules);
    this.entrances = new Entrances(core.ids(), core.database(), rooms, rules);
  }

  /** Meetings, for the features that book them. */
  MeetingService service() {
    return service;
  }

  /** The links of reminders. */
  MeetingLinks links() {
    return links;
  }

  /** What stands before the join key in a link. */
  String linkPrefix() {
    return linkPrefix;
  }

  @Override
  public List<RouteGroup> routes(HttpServerSettings http, RateLimiter limiter, Pages pages) {
    return List.of(new JoinRoutes(entrances, pages));
  }

  @Override
  public List<Work> work() {
    return List.of(
        Work.of(Role.TIMER, Stage.WORKER, "reminders", this::reminders),
        Work.of(Role.TIMER, Stage.WORKER, "meetings", workflow::worker));
  }

  private Deployable reminders() {
    List<Channel> all = channels.get();
    if (all.isEmpty()) {
      log.atWarn().log("Reminders are off: neither slack_that.url nor slack.token is set");
    }
    ReminderVerticle.Settings reminders =
        new ReminderVerticle.Settings(
            settings.missedAfter(),
            new ReminderChannels(
                reminderChannels(all, Grouping.TEAM),
                reminderChannels(all, Grouping.PERSON),
                DEFAULT_CHANNELS),
            NotifyVerticle.OUTBOX);
    return new ReminderVerticle(
        core.database(), core.jobs(), core.wakeupNotifier(), reminders, core.metrics().registry());
  }

  /** Participants have e-mail addresses only. */
  private static List<String> reminderChannels(List<Channel> channels, Grouping grouping) {
    return channels.stream()
        .filter(c -> c.addresses().contains(AddressKind.EMAIL) && c.grouping() == grouping)
        .map(Channel::name)
        .toList();
  }

  @Override
  public List<Supplier<Future<Integer>>> cleaners() {
    return List.of(
        () -> core.inbox().forget(core.database(), settings.inboxRetention()),
        () -> core.inbox().forgetQuarantined(core.database(), settings.inboxRetention()));
  }
}
