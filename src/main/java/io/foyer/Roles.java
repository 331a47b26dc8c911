package io.foyer;

import io.foyer.accounts.external.ExternalAccounts;
import io.foyer.admin.Attention;
import io.foyer.admin.HousekeepingVerticle;
import io.foyer.evaluations.Evaluations;
import io.foyer.evaluations.intra.IntraClient;
import io.foyer.feeds.FeedSeats;
import io.foyer.feeds.Feeds;
import io.foyer.feeds.FeedsVerticle;
import io.foyer.feeds.LiveFeeds;
import io.foyer.meetings.MeetingService;
import io.foyer.meetings.ReminderChannels;
import io.foyer.meetings.ReminderVerticle;
import io.foyer.notify.AddressKind;
import io.foyer.notify.Channel;
import io.foyer.notify.Grouping;
import io.foyer.notify.NotifyVerticle;
import io.foyer.notify.Wording;
import io.foyer.notify.slack.SlackChannel;
import io.foyer.notify.slack.SlackThatChannel;
import io.foyer.platform.amqp.AmqpVerticle;
import io.foyer.platform.amqp.ConsumedQueue;
import io.foyer.platform.amqp.RabbitMqConfig;
import io.foyer.platform.db.Outage;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.observe.Liveness;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.redis.RedisLink;
import io.foyer.platform.web.AdmissionHandler;
import io.foyer.platform.web.Capabilities;
import io.foyer.platform.web.ClientAddress;
import io.foyer.platform.web.HttpServerGroup;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.OpenApiContract;
import io.foyer.platform.web.OpenApiRouter;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Origins;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.foyer.rooms.JoinRoutes;
import io.foyer.rooms.jitsi.JitsiRooms;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the features and deploys what this node is for. */
final class Roles {
  private static final Logger log = LoggerFactory.getLogger(Roles.class);
  private static final Duration EDGE_DRAIN = Duration.ofSeconds(10);

  /** The channels of meetings that name none, such as evaluations. */
  private static final List<String> DEFAULT_CHANNELS = List.of("slack_that", "slack");

  private final FoyerConfig config;
  private final CoreServices core;
  private final Readiness readiness;
  private final Liveness liveness;
  private final AccountsFeature accounts;
  private final Future<OpenApiContract> contract;
  private final Extras extras;
  private final Set<Role> roles;
  private final JitsiRooms rooms;
  private final List<Channel> channels;
  private final MeetingService meetings;
  private final Evaluations evaluations;
  private final Optional<Feeds> feeds;
  private final Optional<LiveFeeds> live;
  private final ChatFeature chat;
  private final List<Step> doors = new ArrayList<>();
  private final List<Step> work = new ArrayList<>();
  private final List<Step> clients = new ArrayList<>();

  /** One step of the drain. */
  record Step(String name, Supplier<Future<?>> action) {}

  Roles(
      FoyerConfig config,
      CoreServices core,
      Readiness readiness,
      Liveness liveness,
      AccountsFeature accounts,
      Future<OpenApiContract> contract,
      Extras extras) {
    this.contract = contract;
    this.config = config;
    this.core = core;
    this.readiness = readiness;
    this.liveness = liveness;
    this.accounts = accounts;
    this.extras = extras;
    this.roles = config.roles().isEmpty() ? EnumSet.allOf(Role.class) : Set.copyOf(config.roles());
    this.rooms = new JitsiRooms(config.jitsi(), core.ids(), InstantSource.system());
    this.channels = buildChannels();
    this.meetings =
        new MeetingService(
            core.ids(),
            core.database(),
            core.jobs(),
            core.outbox(),
            core.wakeupNotifier(),
            booking -> rooms.newName(),
            config.warnBefore(),
            config.missedAfter());
    this.evaluations =
        new Evaluations(
            new Evaluations.House(
                core.vertx(),
                core.ids(),
                core.database(),
                core.inbox(),
                core.jobs(),
                core.wakeupNotifier(),
                meetings,
                core.metrics().registry()),
            config.beginAtTimeLayout());
    this.feeds =
        config
            .nats()
            .map(nats -> new Feeds(config.feeds(), core.database(), core.wakeupNotifier()));
    this.live = feeds.map(it -> it.live(config.chat().patience(), core.metrics().registry()));
    this.chat =
        new ChatFeature(
            config, core, accounts, live.<FeedSeats>map(it -> it).orElse(FeedSeats.NONE));
    if (roles.contains(Role.CHAT) && !roles.contains(Role.HTTP) && config.stchat().isEmpty()) {
      log.atWarn().log("the role chat does nothing without the role http");
    }
  }

  /** Deploys the roles; the HTTP door last, when all that it leads to is there. */
  Future<Integer> start() {
    return housekeeping()
        .compose(done -> roles.contains(Role.NOTIFY) ? voices() : done())
        .compose(done -> roles.contains(Role.TIMER) ? timers() : done())
        .compose(done -> roles.contains(Role.AMQP) ? queue() : done())
        .compose(done -> roles.contains(Role.NATS) ? feeds() : done())
        .compose(done -> roles.contains(Role.HTTP) ? people() : Future.succeededFuture(0));
  }

  /** Nobody is let in before it is known which sessions have ended. */
  private Future<Integer> people() {
    accounts.outside().ifPresent(this::watch);
    readiness.degradable(
        "jwt",
        () ->
            Future.succeededFuture(
                accounts.accounts().tokensAreShared()
                    ? CheckResult.ok()
                    : CheckResult.down("another node has another JWT_SECRET")));
    readiness.degradable("connections", () -> Future.succeededFuture(chat.check()));
    doors.add(new Step("chat sockets", chat::drain));
    return deploy("revocations", accounts.accounts().revocations(), clients)
        .compose(done -> deploy("chat hub", chat.hub(), clients))
        .compose(done -> liveFeeds())
        .compose(done -> guests())
        .compose(done -> edge());
  }

  private Future<Void> liveFeeds() {
    return live.map(it -> deploy("live feeds", feeds.orElseThrow().clock(it), clients))
        .orElseGet(Roles::done);
  }

  /** Closed before the hub and the database, so that their going is written. */
  private Future<Void> guests() {
    return roles.contains(Role.CHAT)
        ? chat.guests().map(port -> deploy("guests", port, doors)).orElseGet(Roles::done)
        : done();
  }

  private void watch(ExternalAccounts server) {
    clients.add(new Step("accounts server", server::close));
    readiness.degradable(
        "accounts",
        () ->
            Future.succeededFuture(
                server.answering() ? CheckResult.ok() : CheckResult.down("does not answer")));
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  /** In this order: no new work, finish what was begun, hang up. */
  List<Step> drainSteps() {
    List<Step> steps = new ArrayList<>(doors);
    steps.add(together("work", work));
    steps.addAll(clients);
    return steps;
  }

  /** At once, so that a slow intranet takes no time from messages that are being sent. */
  private static Step together(String name, List<Step> steps) {
    return new Step(name, () -> Future.join(steps.stream().map(s -> s.action().get()).toList()));
  }

  private Future<Void> deploy(String name, Deployable verticle, List<Step> drain) {
    return core.vertx()
        .deployVerticle(verticle)
        .onSuccess(id -> drain.add(new Step(name, () -> core.vertx().undeploy(id))))
        .mapEmpty();
  }

  private Future<Void> housekeeping() {
    List<Supplier<Future<Integer>>> cleaners = new ArrayList<>(accounts.accounts().cleaners());
    cleaners.add(() -> core.inbox().forget(core.database(), config.inboxRetention()));
    cleaners.add(() -> core.inbox().forgetQuarantined(core.database(), config.inboxRetention()));
    cleaners.add(() -> core.outbox().forget(core.database(), config.outboxRetention()));
    cleaners.add(() -> core.outbox().expireOrphans(core.database()));
    cleaners.add(() -> evaluations.forgetTombstones(core.database(), config.tombstoneRetention()));
    cleaners.add(() -> evaluations.forgetFinished(config.meetingRetention()));
    cleaners.addAll(chat.cleaners());
    feeds.ifPresent(it -> cleaners.addAll(it.cleaners()));
    HousekeepingVerticle verticle =
        new HousekeepingVerticle(core.database(), cleaners, core.metrics().registry());
    return deploy("housekeeping", verticle, work);
  }

  private List<Channel> buildChannels() {
    InstantSource clock = InstantSource.system();
    Wording wording = new Wording(config.language().locale(), clock);
    List<Channel> channels = new ArrayList<>();
    config
        .slackThat()
        .ifPresent(c -> channels.add(new SlackThatChannel(core.vertx(), c, wording, clock)));
    config.slack().ifPresent(c -> channels.add(new SlackChannel(core.vertx(), c, wording, clock)));
    return channels;
  }

  private Future<Void> voices() {
    NotifyVerticle verticle =
        new NotifyVerticle(
            channels,
            core.database(),
            core.outbox(),
            core.wakeupNotifier(),
            core.metrics().registry());
    return deploy("notify", verticle, work);
  }

  private Future<Void> timers() {
    return reminders().compose(done -> enrichments());
  }

  private Future<Void> reminders() {
    if (channels.isEmpty()) {
      log.atWarn().log("Reminders are off: neither slack_that.url nor slack.token is set");
    }
    ReminderVerticle.Settings settings =
        new ReminderVerticle.Settings(
            config.missedAfter(),
            new ReminderChannels(
                reminderChannels(Grouping.TEAM),
                reminderChannels(Grouping.PERSON),
                DEFAULT_CHANNELS),
            linkPrefix(),
            rooms.openPrefix(),
            NotifyVerticle.OUTBOX);
    return deploy(
        "reminders",
        new ReminderVerticle(
            core.database(),
            core.jobs(),
            core.wakeupNotifier(),
            settings,
            core.metrics().registry()),
        work);
  }

  /** Participants have e-mail addresses only. */
  private List<String> reminderChannels(Grouping grouping) {
    return channels.stream()
        .filter(c -> c.addresses().contains(AddressKind.EMAIL) && c.grouping() == grouping)
        .map(Channel::name)
        .toList();
  }

  private Future<Void> enrichments() {
    if (config.intra().isEmpty()) {
      return done();
    }
    IntraClient intra = new IntraClient(core.vertx(), config.intra().get());
    clients.add(new Step("intranet", intra::close));
    return deploy(
        "enrichments", evaluations.enrichments(intra, config.intra().get().callTimeout()), work);
  }

  private Future<Void> queue() {
    Optional<ConsumedQueue> queue = config.rabbitmq().flatMap(RabbitMqConfig::webhookQueue);
    if (queue.isEmpty()) {
      return done();
    }
    AmqpVerticle verticle =
        new AmqpVerticle(
            config.rabbitmq().orElseThrow(),
            queue.get(),
            evaluations.deliveries(),
            Optional.of(
                (delivery, reason) ->
                    core.inbox()
                        .quarantine(
                            core.database(),
                            "rabbitmq",
                            reason,
                            JsonObject.mapFrom(delivery.headers()),
                            delivery.body())),
            core.metrics().registry());
    readiness.degradable(
        "rabbitmq",
        () ->
            Future.succeededFuture(
                verticle.state().connected()
                    ? CheckResult.ok(verticle.state().name())
                    : CheckResult.down(verticle.state().name())));
    return deploy("rabbitmq", verticle, doors);
  }

  private Future<Void> feeds() {
    if (feeds.isEmpty()) {
      return done();
    }
    FeedsVerticle verticle =
        feeds
            .get()
            .writer(
                config.nats().orElseThrow(), core.metrics().registry(), core.tuning().feedWriter());
    readiness.degradable(
        "nats",
        () ->
            Future.succeededFuture(
                verticle.working()
                    ? CheckResult.ok(verticle.state())
                    : CheckResult.down(verticle.state())));
    return deploy("feeds", verticle, doors);
  }

  private Future<Integer> edge() {
    HttpServerSettings settings =
        HttpServerSettings.of(
            config.httpAddr(), config.timeout(), config.maxBody(), config.publicUrl());
    RateLimiter limiter = limits();
    return contract
        .compose(
            read ->
                Pages.load(core.vertx(), read, capabilities())
                    .map(pages -> routes(read, pages, settings)))
        .compose(groups -> open(settings, groups));
  }

  /** For the pages. Mail does not exist yet. */
  private Capabilities capabilities() {
    boolean demo = !extras.equals(Extras.NONE);
    Set<String> names = new HashSet<>();
    if (demo) {
      names.add(Capabilities.DEMO);
    }
    config.nats().ifPresent(nats -> names.add(Capabilities.FEEDS));
    config.intra().ifPresent(intra -> names.add(Capabilities.WEBHOOKS));
    if (config.auth().isEmpty()) {
      names.add(Capabilities.REGISTRATION);
    }
    return new Capabilities(
        names,
        config.chat().longestText(),
        demo ? DemoSettings.publicSecret(config) : Optional.empty());
  }

  private Future<Integer> open(HttpServerSettings settings, List<RouteGroup> groups) {
    HttpServerGroup edge =
        new HttpServerGroup(
            core.vertx(), settings, core.metrics().registry(), door(limiter), groups);
    doors.add(new Step("http", () -> edge.drain(EDGE_DRAIN)));
    return edge.start()
        .onSuccess(port -> edge.loops().forEach(liveness::watch))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof IOException
                        ? new Foyer.StartFailure(
                            "http_addr %s: %s".formatted(config.httpAddr(), cause.getMessage()),
                            cause)
                        : cause));
  }

  private AdmissionHandler door(RateLimiter limiter) {
    return new AdmissionHandler(
        accounts.authenticator(),
        new ClientAddress(config.trustedProxies()),
        limiter,
        new Origins(config.publicUrl(), config.allowedOrigins()));
  }

  private RateLimiter limits() {
    if (config.redis().isEmpty()) {
      return RateLimiter.local(config.limits(), core.metrics().registry());
    }
    RedisLink redis = new RedisLink(core.vertx(), config.redis().get());
    readiness.degradable("redis", () -> Future.succeededFuture(redis.check()));
    clients.add(new Step("redis", redis::close));
    redis.start();
    return RateLimiter.shared(config.limits(), core.vertx(), redis, core.metrics().registry());
  }

  private List<RouteGroup> routes(
      OpenApiContract read, Pages pages, HttpServerSettings settings, RateLimiter limiter) {
    List<RouteGroup> groups = new ArrayList<>();
    config
        .intra()
        .ifPresent(
            intra ->
                groups.add(
                    evaluations.webhooks(intra.webhooks(), config.maxBody(), config.timeout())));
    groups.addAll(chat.routes(settings, roles.contains(Role.CHAT), limiter));
    groups.add(new OpenApiRouter(core.vertx(), read, settings, operations()));
    groups.addAll(accounts.wires(settings, readiness));
    groups.add(new JoinRoutes(meetings, rooms));
    groups.addAll(extras.routes(core, linkPrefix()));
    groups.add(pages);
    return groups;
  }

  private Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>(accounts.operations());
    operations.putAll(evaluations.operations(linkPrefix(), accounts.viewers()));
    operations.putAll(chat.operations());
    operations.putAll(new Attention(core.database(), readiness).operations());
    operations.putAll(feeds.map(Feeds::operations).orElseGet(Feeds::noOperations));
    operations.replaceAll((name, operation) -> call -> Outage.toUnavailable(operation.serve(call)));
    return operations;
  }

  private String linkPrefix() {
    URI base = config.publicAddress(config.httpAddr().port());
    String text = base.toString();
    return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + JoinRoutes.PATH;
  }
}
