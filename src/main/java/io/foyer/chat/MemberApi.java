package io.foyer.chat;

import io.foyer.accounts.Account;
import io.foyer.accounts.AccountService;
import io.foyer.chat.MemberPage.Member;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Call;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operations on who is in a room. */
final class MemberApi {
  private final ChatService chat;
  private final AccountService accounts;

  MemberApi(ChatService chat, AccountService accounts) {
    this.chat = chat;
    this.accounts = accounts;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.of(
        "listRoomMembers", this::list,
        "joinRoom", this::join,
        "leaveRoom", this::leave,
        "removeRoomMember", this::remove,
        "inviteToRoom", this::invite);
  }

  private Future<Reply> list(Call call) {
    return chat.members(
            call.caller(),
            RoomApi.id(call),
            call.text("cursor"),
            call.number("limit").orElse(RoomApi.PAGE))
        .compose(this::named)
        .map(Reply::ok);
  }

  private Future<JsonObject> named(MemberPage page) {
    return accounts
        .byIds(page.items().stream().map(Member::account).toList())
        .map(found -> ChatJson.page(named(page, found), page.next()));
  }

  private static List<JsonObject> named(MemberPage page, List<Account> found) {
    Map<String, Account> byId =
        found.stream().collect(Collectors.toMap(Account::id, Function.identity()));
    return page.items().stream()
        .map(it -> ChatJson.member(it, Optional.ofNullable(byId.get(it.account()))))
        .toList();
  }

  private Future<Reply> join(Call call) {
    return chat.join(call.caller(), RoomApi.id(call)).map(room -> Reply.ok(ChatJson.room(room)));
  }

  private Future<Reply> leave(Call call) {
    return chat.leave(call.caller(), RoomApi.id(call)).map(done -> Reply.nothing());
  }

  private Future<Reply> remove(Call call) {
    return chat.remove(call.caller(), RoomApi.id(call), account(call)).map(done -> Reply.nothing());
  }

  private Future<Reply> invite(Call call) {
    return accounts
        .byId(account(call))
        .compose(
            found ->
                found.isPresent()
                    ? chat.invite(call.caller(), RoomApi.id(call), account(call))
                    : Future.failedFuture(
                        new Problem.NotFound("There is no such account.").asException()))
        .map(done -> Reply.nothing());
  }

  private static String account(Call call) {
    return call.text("account").orElseThrow();
  }
}
