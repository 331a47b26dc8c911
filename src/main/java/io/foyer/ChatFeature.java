package io.foyer;

import io.foyer.chat.Chat;
import io.foyer.chat.ChatLog;
import io.foyer.chat.GuestLog;
import io.foyer.chat.hub.ChatHub;
import io.foyer.chat.hub.HubVerticle;
import io.foyer.chat.wire.ChatWires;
import io.foyer.chat.wire.bridge.BridgeRoutes;
import io.foyer.chat.wire.bridge.ChatVerbs;
import io.foyer.chat.wire.bridge.GateSignIn;
import io.foyer.chat.wire.plain.ChatSockets;
import io.foyer.chat.wire.plain.Desk;
import io.foyer.chat.wire.plain.EventStreams;
import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate;
import io.foyer.chat.wire.stchat.StChatConfig;
import io.foyer.chat.wire.stchat.StChatVerticle;
import io.foyer.feeds.FeedSeats;
import io.foyer.platform.limits.LimitsConfig;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.socket.ConnectionAdmission;
import io.foyer.platform.socket.ConnectionQuota;
import io.foyer.platform.socket.SocketLimits;
import io.foyer.platform.socket.WebSocketServer;
import io.foyer.platform.web.ClientAddress;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the chat of this node: the service, the hub and its sockets. */
final class ChatFeature implements Feature {
  private static final int LARGEST_FRAME = 65_536;
  private static final Duration RATE_OF = Duration.ofMinutes(1);
  private static final Duration FAREWELL = Duration.ofSeconds(3);
  private static final Duration LAST = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(ChatFeature.class);

  private final ChatSettings settings;
  private final HttpSettings http;
  private final CoreServices core;
  private final AccountsFeature accounts;
  private final FeedSeats feeds;
  private final ChatHub hub;
  private final Chat chat;
  private final OpenSockets open;
  private final ClientAddress clients;
  private final ConnectionQuota quota;
  private final WebSocketServer sockets;

  ChatFeature(
      ChatSettings settings,
      HttpSettings http,
      CoreServices core,
      AccountsFeature accounts,
      FeedSeats feeds) {
    this.settings = settings;
    this.http = http;
    this.core = core;
    this.accounts = accounts;
    this.feeds = feeds;
    MeterRegistry registry = core.metrics().registry();
    ChatLog events = Chat.log(core.database());
    this.hub =
        ChatHub.on(
            core.vertx(),
            events,
            (caller, room) -> events.member(room, caller.account()),
            settings.chat().patience(),
            registry);
    this.chat =
        new Chat(
            new Chat.House(
                core.ids(),
                core.database(),
                accounts.accounts().service(),
                RateLimiter.local(new LimitsConfig(settings.chat().rate(), 0, RATE_OF), registry),
                hub::committed,
                hub::opened),
            settings.chat());
    this.clients = new ClientAddress(http.trustedProxies());
    this.quota = new ConnectionQuota(settings.chat().connections(), registry);
    this.sockets =
        new WebSocketServer(
            SocketLimits.usual().withMaxSizes(LARGEST_FRAME, LARGEST_FRAME), this::admit);
    this.open = new OpenSockets(settings.chat().connections().perAccount(), registry);
    Gauge.builder("foyer.chat.websockets", sockets, WebSocketServer::count)
        .description("WebSockets that are open, whoever they stand for")
        .register(registry);
    if (core.serves(Role.CHAT) && !core.serves(Role.HTTP) && settings.stchat().isEmpty()) {
      log.atWarn().log("the role chat does nothing without the role http");
    }
  }

  private ConnectionAdmission admit(HttpServerRequest request) {
    return quota.admit(clients.of(request));
  }

  @Override
  public Map<String, Supplier<CheckResult>> checks() {
    return core.serves(Role.HTTP) ? Map.of("connections", this::room) : Map.of();
  }

  /** Whether there is room for more long-lived connections. */
  private CheckResult room() {
    String detail = "%d of %d connections".formatted(quota.count(), quota.most());
    return quota.nearlyFull() ? CheckResult.down(detail) : CheckResult.ok(detail);
  }

  @Override
  public List<Work> work() {
    List<Work> work = new ArrayList<>();
    // On every node that writes messages, with or without sockets.
    work.add(
        Work.of(
            Role.HTTP,
            Stage.CLIENT,
            "chat hub",
            () -> new HubVerticle(hub, core.wakeupNotifier())));
    if (core.serves(Role.HTTP)) {
      // Closed before the hub and the database, so that their going is written.
      settings
          .stchat()
          .ifPresent(it -> work.add(Work.of(Role.CHAT, Stage.INTAKE, "st-chat", () -> guests(it))));
    }
    return work;
  }

  @Override
  public List<Supplier<Future<Integer>>> cleaners() {
    return chat.cleaners();
  }

  @Override
  public Map<String, Operation> operations() {
    return chat.operations();
  }

  @Override
  public List<RouteGroup> routes(HttpServerSettings server, RateLimiter limiter, Pages pages) {
    List<RouteGroup> groups = new ArrayList<>(ChatWires.old(chat.service(), server));
    if (core.serves(Role.CHAT)) {
      Desk desk = desk();
      groups.add(
          new ChatSockets(desk, sockets::open, request -> limiter.address(clients.of(request))));
      groups.add(new EventStreams(desk, server.timeout(), this::admit));
      groups.add(
          new BridgeRoutes(
              core.vertx(),
              hub,
              feeds,
              new GateSignIn(desk.gate()),
              open,
              new ChatVerbs(chat.service()).all(),
              sockets::open,
              clients::of,
              this::admit));
    }
    return groups;
  }

  private Desk desk() {
    accounts.accounts().sessions().listen(open);
    long check = core.tuning().socketCheck().toMillis();
    core.vertx().setPeriodic(check, id -> open.look());
    SocketGate gate = accounts.socketGate();
    return new Desk(core.vertx(), hub, chat.service(), feeds, gate, open);
  }

  private StChatVerticle guests(StChatConfig stchat) {
    return new StChatVerticle(
        stchat,
        new StChatVerticle.House(
            core.ids(),
            new GuestLog(
                core.ids(), core.database(), hub::committed, settings.chat().longestText()),
            hub,
            RateLimiter.local(http.limits(), core.metrics().registry()),
            sockets::open,
            clients::of));
  }

  @Override
  public List<DrainStep> drainSteps() {
    return core.serves(Role.HTTP)
        ? List.of(new DrainStep(Stage.INTAKE, "chat sockets", this::drain))
        : List.of();
  }

  /** Asks all clients to reconnect elsewhere, and closes. */
  private Future<Void> drain() {
    return open.drain(core.vertx(), FAREWELL).compose(gone -> sockets.drain(LAST));
  }
}
