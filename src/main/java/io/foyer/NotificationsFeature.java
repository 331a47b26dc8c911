package io.foyer;

import io.foyer.notify.Channel;
import io.foyer.notify.EmailOutbox;
import io.foyer.notify.NotifyVerticle;
import io.foyer.notify.ReminderLinks;
import io.foyer.notify.Wording;
import io.foyer.notify.mail.MailAccount;
import io.foyer.notify.mail.MailChannel;
import io.foyer.notify.mail.SmtpConfig;
import io.foyer.notify.slack.SlackChannel;
import io.foyer.notify.slack.SlackThatChannel;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.web.Capabilities;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Builds the notifications of this node: the channels of Slack and mail, and what sends the outbox.
 */
final class NotificationsFeature implements Feature {
  private final NotificationSettings settings;
  private final CoreServices core;
  private final Optional<MailChannel> mail;
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
    InstantSource clock = InstantSource.system();
    Wording wording = new Wording(settings.language().locale(), clock);
    this.mail = settings.mail().map(config -> mail(config, core, wording, links, clock));
    this.channels = slack(settings, core, wording, links, clock);
    mail.ifPresent(channels::add);
    this.all = all;
  }

  private static MailChannel mail(
      SmtpConfig config,
      CoreServices core,
      Wording wording,
      ReminderLinks links,
      InstantSource clock) {
    Optional<MailAccount> own = Optional.of(config.account());
    return new MailChannel(
        core.vertx(),
        sender -> Future.succeededFuture(sender.isEmpty() ? own : Optional.empty()),
        wording,
        links,
        clock,
        config.callTimeout());
  }

  private static List<Channel> slack(
      NotificationSettings settings,
      CoreServices core,
      Wording wording,
      ReminderLinks links,
      InstantSource clock) {
    List<Channel> channels = new ArrayList<>();
    settings
        .slackThat()
        .ifPresent(c -> channels.add(new SlackThatChannel(core.vertx(), c, wording, links, clock)));
    settings
        .slack()
        .ifPresent(c -> channels.add(new SlackChannel(core.vertx(), c, wording, links, clock)));
    return channels;
  }

  /** Writes e-mails; empty where none are sent. */
  static Optional<EmailOutbox> emails(NotificationSettings settings, CoreServices core) {
    return settings
        .mail()
        .map(
            config ->
                new EmailOutbox(
                    core.outbox(), core.wakeupNotifier(), InstantSource.system(), false));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Map<String, Supplier<CheckResult>> checks() {
    return mail.filter(it -> core.serves(Role.NOTIFY))
        .<Map<String, Supplier<CheckResult>>>map(it -> Map.of("mail", () -> check(it)))
        .orElse(Map.of());
  }

  private static CheckResult check(MailChannel mail) {
    Map<String, String> failing = mail.failing();
    return failing.isEmpty() ? CheckResult.ok() : CheckResult.down(failing.toString());
  }

  @Override
  public Set<String> capabilities() {
    return mail.isPresent() ? Set.of(Capabilities.MAIL) : Set.of();
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
  public List<DrainStep> drainSteps() {
    return mail.stream().map(it -> new DrainStep(Stage.CLIENT, "mail", it::close)).toList();
  }

  @Override
  public List<Supplier<Future<Integer>>> cleaners() {
    return List.of(
        () -> core.outbox().forget(core.database(), settings.outboxRetention()),
        () -> core.outbox().expireOrphans(core.database()));
  }
}
