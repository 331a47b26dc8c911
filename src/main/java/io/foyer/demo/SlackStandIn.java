package io.foyer.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stand-in of Slack's Web API, as far as Foyer uses it: user lookup by e-mail, direct messages,
 * posting with metadata, history. Accepts one message a second per channel, then responds 429. It
 * generates unknown users unless {@link #strict} is set.
 */
public final class SlackStandIn {
  private static final int MOST_MESSAGES = 10_000;

  private final StandInServer server;
  private final SlackClock clock = new SlackClock();
  private final Map<String, String> emails = new ConcurrentHashMap<>();
  private final Map<String, SlackConversation> conversations = new ConcurrentHashMap<>();
  private final Recent<Posted> posted = new Recent<>(MOST_MESSAGES);
  private final List<Consumer<Posted>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean strict;
  private volatile Duration perMessage = Duration.ofSeconds(1);

  /**
   * A posted message.
   *
   * @param email address of the recipient
   * @param message as posted, with {@code channel}, {@code text}, {@code metadata} and so on
   */
  public record Posted(Instant at, String email, JsonObject message) {}

  /** A stand-in that is not started yet. */
  public SlackStandIn(Vertx vertx) {
    this.server = new StandInServer(vertx, 1 << 20);
    method("users.lookupByEmail", this::lookupByEmail);
    method("conversations.open", this::open);
    method("chat.postMessage", this::postMessage);
    method("conversations.history", this::history);
    server.router().route("/api/*").handler(request -> answer(request, error("unknown_method")));
  }

  /** Starts it on loopback; port 0 takes a free one. */
  public Future<Void> start(int port) {
    return server.start(port);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Its base address, for {@code slack.url}. */
  public URI url() {
    return server.url("/api/");
  }

  /** Stops it; requests under way fail. */
  public Future<Void> close() {
    return server.close();
  }

  /** From now on only people made known by {@link #person} are found. */
  public SlackStandIn strict() {
    strict = true;
    return this;
  }

  /** Makes a person known. */
  public SlackStandIn person(String email) {
    emails.put(SlackIds.user(email), email);
    return this;
  }

  /** How long a channel must rest between two messages; zero ends the limit. */
  public SlackStandIn perMessage(Duration rest) {
    perMessage = rest;
    return this;
  }

  /** Adds a listener for posted messages, called on the server's event loop: must not block. */
  public void onMessage(Consumer<Posted> listener) {
    listeners.add(listener);
  }

  /** The last 10,000 messages posted, oldest first. */
  public List<Posted> posted() {
    return posted.items();
  }

  /** How many messages were ever posted. */
  public long count() {
    return posted.count();
  }

  /** What goes wrong; paths as in {@code /api/chat.postMessage}. */
  public Faults faults() {
    return server.faults();
  }

  /** The last 10,000 requests, oldest first. */
  public List<RecordedCall> calls() {
    return server.calls();
  }

  private void method(String name, Function<SlackArguments, Reply> body) {
    server.router().route("/api/" + name).handler(request -> run(request, body));
  }

  /** Response of a method: 200 for errors too, 429 at the rate limit. */
  private record Reply(int status, JsonObject body) {
    static Reply ok(JsonObject body) {
      return new Reply(200, body.put("ok", true));
    }
  }

  private static Reply error(String name) {
    return new Reply(200, new JsonObject().put("ok", false).put("error", name));
  }

  private static void run(RoutingContext request, Function<SlackArguments, Reply> body) {
    String authorization = request.request().getHeader("Authorization");
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      answer(request, error("not_authed"));
      return;
    }
    answer(request, SlackArguments.of(request).map(body).orElseGet(() -> error("invalid_json")));
  }

  private static void answer(RoutingContext request, Reply reply) {
    if (reply.status() == 429) {
      request.response().putHeader("Retry-After", "1");
    }
    Answers.json(request, reply.status(), reply.body());
  }

  private Reply lookupByEmail(SlackArguments arguments) {
    String email = arguments.text("email");
    if (email.isEmpty()) {
      return error("invalid_arguments");
    }
    String id = SlackIds.user(email);
    if (!strict) {
      emails.putIfAbsent(id, email);
    }
    return emails.containsKey(id)
        ? Reply.ok(new JsonObject().put("user", new JsonObject().put("id", id)))
        : error("users_not_found");
  }

  private Reply open(SlackArguments arguments) {
    String user = arguments.text("users");
    if (!emails.containsKey(user)) {
      return error("user_not_found");
    }
    String channel = SlackIds.directMessage(user);
    conversations.computeIfAbsent(channel, id -> new SlackConversation(id, clock));
    return Reply.ok(new JsonObject().put("channel", new JsonObject().put("id", channel)));
  }

  private Reply postMessage(SlackArguments arguments) {
    Optional<SlackConversation> conversation = conversation(arguments);
    if (conversation.isEmpty()) {
      return error("channel_not_found");
    }
    JsonObject message = arguments.all();
    if (arguments.text("text").isEmpty()
        && !message.containsKey("attachments")
        && !message.containsKey("blocks")) {
      return error("no_text");
    }
    return conversation
        .get()
        .post(message, perMessage)
        .map(ts -> posted(conversation.get().id(), ts, message))
        .orElseGet(() -> new Reply(429, error("ratelimited").body()));
  }

  private Reply posted(String channel, String ts, JsonObject message) {
    String email = emails.getOrDefault(SlackIds.userOf(channel), "");
    Posted entry = new Posted(Instant.now(), email, message);
    posted.add(entry);
    listeners.forEach(listener -> listener.accept(entry));
    return Reply.ok(new JsonObject().put("channel", channel).put("ts", ts));
  }

  private Reply history(SlackArguments arguments) {
    return conversation(arguments)
        .map(found -> Reply.ok(history(found, arguments)))
        .orElseGet(() -> error("channel_not_found"));
  }

  private static JsonObject history(SlackConversation conversation, SlackArguments arguments) {
    List<JsonObject> found =
        conversation.since(
            arguments.text("oldest"), arguments.text("include_all_metadata").equals("true"));
    int from = Math.min(arguments.number("cursor", 0), found.size());
    int to = Math.min(from + arguments.number("limit", 100), found.size());
    JsonObject page =
        new JsonObject()
            .put("messages", new JsonArray(found.subList(from, to)))
            .put("has_more", to < found.size());
    return to < found.size()
        ? page.put("response_metadata", new JsonObject().put("next_cursor", String.valueOf(to)))
        : page;
  }

  private Optional<SlackConversation> conversation(SlackArguments arguments) {
    return Optional.ofNullable(conversations.get(arguments.text("channel")));
  }
}
