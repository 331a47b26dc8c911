package io.foyer.chat;

import io.foyer.accounts.AccountService;
import io.foyer.platform.Ids;
import io.foyer.platform.db.Database;
import io.foyer.platform.limits.LimitsConfig;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.socket.ConnectionLimits;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.foyer.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Some nodes' chats on one database of their own, and what they announced. */
final class ChatNodes implements AutoCloseable {
  private final Ids ids = new Ids();
  private final TestDatabase fresh;
  private final Vertx vertx = Vertx.vertx();
  private final List<Database> databases;
  private final List<ChatService> services;
  private final Queue<ChatEvent> announced = new ConcurrentLinkedQueue<>();

  private ChatNodes(int count, TestDatabase fresh) {
    this.fresh = fresh;
    this.databases =
        IntStream.range(0, count).mapToObj(i -> new Database(vertx, fresh.config())).toList();
    this.services = databases.stream().map(this::chat).toList();
  }

  static ChatNodes open(int count) {
    return new ChatNodes(count, TestDatabase.migrated("chat"));
  }

  private ChatService chat(Database database) {
    return chat(database, announced::addAll);
  }

  /** One more chat, which tells somebody else. */
  ChatService telling(Consumer<List<ChatEvent>> told) {
    return chat(database(), told);
  }

  private static ChatService chat(Database database, Consumer<List<ChatEvent>> told) {
    return new Chat(
            new Chat.House(new Ids(), database, nobody(), endless(), told, news -> {}),
            new ChatConfig(
                8_000, 600, Duration.ofMinutes(1), Optional.empty(), ConnectionLimits.usual()))
        .service();
  }

  private static RateLimiter endless() {
    return RateLimiter.local(
        new LimitsConfig(0, 0, Duration.ofMinutes(1)), new SimpleMeterRegistry());
  }

  /** The service itself never asks for accounts. */
  private static AccountService nobody() {
    return (AccountService)
        Proxy.newProxyInstance(
            AccountService.class.getClassLoader(),
            new Class<?>[] {AccountService.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  ChatService node(int number) {
    return services.get(number);
  }

  ChatService chat() {
    return node(0);
  }

  ChatLog log() {
    return Chat.log(database());
  }

  Database database() {
    return databases.getFirst();
  }

  TestDatabase fresh() {
    return fresh;
  }

  /** What all nodes announced, in the order they did. */
  List<ChatEvent> announced() {
    return List.copyOf(announced);
  }

  /** Somebody new. */
  Caller somebody(Role role) {
    String id = ids.next();
    return new Caller(id, id, role, Optional.empty());
  }

  Caller user() {
    return somebody(Role.USER);
  }

  /** A new public room. */
  String room(Caller owner) {
    return room(owner, ChatAccess.PUBLIC);
  }

  String room(Caller owner, ChatAccess chatAccess) {
    return chat().create(owner, "room " + ids.next(), "", chatAccess).await().id();
  }

  /** The whole log. */
  List<ChatEvent> events(String room) {
    return log().after(room, 0, 100_000).await();
  }

  @Override
  public void close() {
    databases.forEach(database -> database.close().await());
    vertx.close().await();
    fresh.close();
  }
}
