package io.foyer.chat;

import io.foyer.accounts.Account;
import io.foyer.accounts.AccountService;
import io.foyer.chat.MemberPage.Member;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** HTTP operations on the members of a room. */
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

  private Future<OperationResponse> list(OperationRequest call) {
    return chat.members(
            call.caller(),
            RoomApi.id(call),
            call.text("cursor"),
            call.number("limit").orElse(RoomApi.PAGE))
        .compose(this::named)
        .map(OperationResponse::ok);
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

  private Future<OperationResponse> join(OperationRequest call) {
    return chat.join(call.caller(), RoomApi.id(call))
        .map(room -> OperationResponse.ok(ChatJson.room(room)));
  }

  private Future<OperationResponse> leave(OperationRequest call) {
    return chat.leave(call.caller(), RoomApi.id(call)).map(done -> OperationResponse.nothing());
  }

  private Future<OperationResponse> remove(OperationRequest call) {
    return chat.remove(call.caller(), RoomApi.id(call), account(call))
        .map(done -> OperationResponse.nothing());
  }

  private Future<OperationResponse> invite(OperationRequest call) {
    return accounts
        .byId(account(call))
        .compose(
            found ->
                found.isPresent()
                    ? chat.invite(call.caller(), RoomApi.id(call), account(call))
                    : Future.failedFuture(
                        new Problem.NotFound("There is no such account.").asException()))
        .map(done -> OperationResponse.nothing());
  }

  private static String account(OperationRequest call) {
    return call.text("account").orElseThrow();
  }
}
