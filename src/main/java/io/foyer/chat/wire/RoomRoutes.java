package io.foyer.chat.wire;

import io.foyer.accounts.wire.ChatBearer;
import io.foyer.accounts.wire.ChatBody;
import io.foyer.accounts.wire.ChatErrorRenderer;
import io.foyer.accounts.wire.LegacyRequest;
import io.foyer.accounts.wire.LegacyRoutes;
import io.foyer.chat.ChatAccess;
import io.foyer.chat.ChatService;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.PreparedResponse;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /v1/chat}, on the wire of the chat server. Checks come in its order: the id in the path,
 * the body, the token.
 */
final class RoomRoutes implements RouteGroup {
  private static final String CHAT = "/v1/chat";
  private static final String ROOMS = CHAT + "/rooms";
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{24}");
  private static final Pattern POSTED = Pattern.compile(ROOMS + "(?:/(?:join|message)/[^/]+)?");
  private static final Pattern LEFT = Pattern.compile(ROOMS + "/leave/[^/]+");
  private static final Set<String> NEW_ROOM = Set.of("name", "topic");

  /** {@code clientMsgId} is Foyer's: what is sent again under one is written once. */
  private static final Set<String> MESSAGE = Set.of("message", "image", "clientMsgId");

  /** An admin is a user too. */
  private static final Set<Role> USERS = Set.of(Role.USER, Role.ADMIN);

  private final ChatService chat;
  private final RoomDialect dialect = new RoomDialect();
  private final LegacyRoutes routes;

  RoomRoutes(ChatService chat, HttpServerSettings settings) {
    this.chat = chat;
    this.routes = new LegacyRoutes(settings, dialect);
  }

  @Override
  public void mount(Router router) {
    routes.serveBodies(router.post(ROOMS), this::create);
    routes.serve(router.post(ROOMS + "/join/:id"), this::join);
    routes.serve(router.delete(ROOMS + "/leave/:id"), this::leave);
    routes.serveBodies(router.post(ROOMS + "/message/:id"), this::message);
  }

  private Future<PreparedResponse> create(LegacyRequest legacyRequest) {
    ChatBody body = ChatBody.of(legacyRequest.body(), NEW_ROOM);
    String name = body.text("name");
    String topic = body.optionalText("topic");
    body.done();
    return ChatBearer.of(legacyRequest, USERS)
        .compose(caller -> chat.create(caller, name, topic, ChatAccess.PUBLIC))
        .map(room -> id(room.id()));
  }

  private Future<PreparedResponse> join(LegacyRequest legacyRequest) {
    String room = room(legacyRequest);
    return ChatBearer.of(legacyRequest, USERS)
        .compose(caller -> chat.join(caller, room))
        .map(done -> id(room))
        .recover(this::contradiction);
  }

  private Future<PreparedResponse> leave(LegacyRequest legacyRequest) {
    String room = room(legacyRequest);
    return ChatBearer.of(legacyRequest, USERS)
        .compose(caller -> chat.leave(caller, room))
        .map(done -> id(room));
  }

  private Future<PreparedResponse> message(LegacyRequest legacyRequest) {
    String room = room(legacyRequest);
    ChatBody body = ChatBody.of(legacyRequest.body(), MESSAGE);
    String text = body.optionalText("message");
    String image = body.optionalText("image");
    String clientId = body.optionalText("clientMsgId");
    body.done();
    if (!image.isEmpty()) {
      throw invalid("image"); // until there are images
    }
    return ChatBearer.any(legacyRequest)
        .compose(
            caller ->
                text.isEmpty()
                    ? Future.succeededFuture(dialect.empty())
                    : chat.send(caller, room, name(clientId), text).map(result -> id(result.id())))
        .recover(this::contradiction);
  }

  private static Optional<String> name(String clientId) {
    return clientId.isEmpty() ? Optional.empty() : Optional.of(clientId);
  }

  /** 703 would say that a name is taken. */
  private Future<PreparedResponse> contradiction(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.Conflict
        ? Future.succeededFuture(dialect.refusal(409))
        : Future.failedFuture(cause);
  }

  private static String room(LegacyRequest legacyRequest) {
    String id = legacyRequest.path("id");
    if (!ID.matcher(id).matches()) {
      throw invalid("id");
    }
    return id;
  }

  private static ProblemException invalid(String field) {
    return new Problem.Invalid("It is not valid.", List.of(new Problem.Field(field, "")))
        .asException();
  }

  private static PreparedResponse id(String id) {
    return ChatErrorRenderer.ok(new JsonObject().put("id", id));
  }

  @Override
  public Map<String, ErrorRenderer> errorRenderers() {
    return Map.of(CHAT, dialect);
  }

  @Override
  public Set<String> allowed(String path) {
    String plain = LegacyRoutes.plain(path);
    if (LEFT.matcher(plain).matches()) {
      return Set.of("DELETE");
    }
    return POSTED.matcher(plain).matches() ? Set.of("POST") : Set.of();
  }
}
