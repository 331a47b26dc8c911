package io.foyer;

import io.foyer.notify.Channel;
import io.foyer.notify.NotifyVerticle;
import io.foyer.notify.ReminderLinks;
import io.foyer.notify.Wording;
import io.foyer.notify.slack.SlackChannel;
import io.foyer.notify.slack.SlackThatChannel;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Builds the notifications of this node: the channels of Slack, and what sends the outbox. */
final class NotificationsFeature implements Feature {
  private final NotificationSettings settings;
  private final CoreServices core;
  private final List<Channel> channels;
  private final Supplier<List<Channel>> all;

  /**
   * The feature.
   *
   * @param all the channels of every feature, once they are constructed
   */
  NotificationsFeature(
      NotificationSettings settings,
      CoreServices core,
      ReminderLinks links,
      Supplier<List<Channel>> all) {
    this.settings = settings;
    this.core = core;
    this.channels = slack(settings, core, links);
    this.all = all;
  }

  private static List<Channel> slack(
      NotificationSettings settings, CoreServices core, ReminderLinks links) {
    InstantSource clock = InstantSource.system();
    Wording wording = new Wording(settings.language().locale(), clock);
    List<Channel> channels = new ArrayList<>();
    settings
        .slackThat()
        .ifPresent(c -> channels.add(new SlackThatChannel(core.vertx(), c, wording, links, clock)));
    settings
        .slack()
        .ifPresent(c -> channels.add(new SlackChannel(core.vertx(), c, wording, links, clock)));
    return channels;
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public List<Work> work() {
    return List.of(Work.of(Role.NOTIFY, Stage.WORKER, "notify", this::sender));
  }

  private NotifyVerticle sender() {
    return new NotifyVerticle(
        all.get(),
        core.database(),
        core.outbox(),
        core.wakeupNotifier(),
        core.metrics().registry());
  }

  @Override
  public List<Supplier<Future<Integer>>> cleaners() {
    return List.of(
        () -> core.outbox().forget(core.database(), settings.outboxRetention()),
        () -> core.outbox().expireOrphans(core.database()));
  }
}
