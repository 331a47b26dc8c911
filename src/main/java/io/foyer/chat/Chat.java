package io.foyer.chat;

import io.foyer.accounts.AccountService;
import io.foyer.platform.Ids;
import io.foyer.platform.db.Database;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.web.Operation;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Entry point of the chat feature for the composition root: service, routes and verticles. */
public final class Chat {
  private final House house;
  private final ChatConfig config;
  private final ChatService service;

  /**
   * Dependencies.
   *
   * @param says rate limit of messages for each account
   * @param committed receives committed events, before the writer's future completes; on any thread
   * @param opened receives new public rooms and invitations; likewise
   */
  public record House(
      Ids ids,
      Database database,
      AccountService accounts,
      RateLimiter says,
      Consumer<List<ChatEvent>> committed,
      Consumer<RoomAvailable> opened) {}

  /** The feature. */
  public Chat(House house, ChatConfig config) {
    this.house = house;
    this.config = config;
    this.service =
        new ChatRooms(
            house.ids(),
            house.database(),
            new LogStore(house.database()),
            new CommitListener(house.committed(), house.opened()),
            new SendRateLimit(house.says()),
            config.longestText());
  }

  /** Publishes committed events. */
  public static ChatLog log(Database database) {
    return new LogStore(database);
  }

  /** The chat, for every wire. */
  public ChatService service() {
    return service;
  }

  /** What is served below {@code /api/v2/chat}. */
  public Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>(new RoomApi(service).operations());
    operations.putAll(new MemberApi(service, house.accounts()).operations());
    operations.putAll(new MessageApi(service).operations());
    return operations;
  }

  /** Cleaners: each deletes some events whose retention has ended and returns their number. */
  public List<Supplier<Future<Integer>>> cleaners() {
    RetentionStore store = new RetentionStore();
    return config
        .retention()
        .<Supplier<Future<Integer>>>map(kept -> () -> store.forget(house.database(), kept))
        .stream()
        .toList();
  }
}
