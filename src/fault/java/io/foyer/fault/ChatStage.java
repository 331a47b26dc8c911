package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.wire.plain.Chatter;
import io.foyer.testing.ChildProcess;
import io.foyer.testing.Nginx;
import io.foyer.testing.NodeJs;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.foyer.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Three clustered nodes behind nginx, a bad network before nginx, and clients that nobody here
 * wrote: each a member of all rooms, each with its own diary.
 */
final class ChatStage implements AutoCloseable {
  private static final int NODES = 3;
  private static final int ROOMS = 3;
  private static final Duration CATCH_UP = Duration.ofMinutes(3);

  private final Stage stage;
  private final ClusterFixture clusterFixture;
  private final Nginx nginx;
  private final TcpProxy door;
  private final Map<String, Long> begins = new LinkedHashMap<>();
  private final Map<String, ChildProcess> clients = new LinkedHashMap<>();
  private final Somebody owner;

  ChatStage(String name) {
    this(name, stage -> {});
  }

  /** The same, with nodes that are told something more before they start. */
  ChatStage(String name, Consumer<Stage> preparation) {
    this.stage = new Stage(name).nodes(NODES);
    this.clusterFixture = new ClusterFixture(stage);
    List<FoyerProcess> nodes = stage.nodes().all();
    this.nginx =
        Nginx.start(
            stage.folder().resolve("nginx"),
            nodes.stream().map(process -> process.url().getPort()).toList());
    nodes.forEach(process -> tell(process, url()));
    preparation.accept(stage);
    stage.nodes().start();
    clusterFixture.awaitWhole();
    this.door = new TcpProxy("127.0.0.1", nginx.port());
    this.owner = people().somebody();
  }

  /** Browsers show a node their cookie only where it says that it is. */
  private static void tell(FoyerProcess process, String url) {
    process
        .set("PUBLIC_URL", url)
        .set("JWT_SECRET", "canary-7f3a91-jwt-secret-that-is-long-enough")
        .set("TRUSTED_PROXIES", "127.0.0.1")
        .set("CHAT_RATE", "1000000")
        .set("CHAT_CONNECTIONS_PER_ADDRESS", "12000") // all clients of a test share one
        .set("CHAT_CONNECTIONS_PER_ACCOUNT", "12000")
        .set("LIMITS_REQUESTS", "0")
        .set("LIMITS_ANONYMOUS", "0");
  }

  /** Where people come in. */
  String url() {
    return "http://127.0.0.1:" + nginx.port();
  }

  People people() {
    return new People(nginx.port());
  }

  /** Somebody new who is in the first room. */
  Somebody newcomer() {
    Somebody somebody = people().somebody();
    join(firstRoom(), somebody);
    return somebody;
  }

  /** A connection to one node, past nginx; hung up on, it does not come back. */
  Chatter enter(FoyerProcess process, Somebody who) {
    Chatter chatter =
        Chatter.enter(stage.vertx(), process.url().getPort(), who.access(), Chatter.all());
    chatter.await("watching");
    return chatter;
  }

  private void join(String room, Somebody who) {
    ok(people().call("PUT", "/api/v2/chat/rooms/" + room + "/members/me", who.bearer()));
  }

  /** Two of ws, one of the bridge by WebSocket, one by xhr; all in all rooms. */
  ChatStage talk(int everyMs, boolean twice) {
    List<String> kinds = List.of("ws", "ws", "bus-websocket", "bus-xhr-streaming");
    List<Somebody> members = new ArrayList<>();
    kinds.forEach(kind -> members.add(people().somebody()));
    for (int i = 0; i < ROOMS; i++) {
      makeRoom("room " + i, members);
    }
    for (int i = 0; i < kinds.size(); i++) {
      start(kinds.get(i) + "-" + i, kinds.get(i), members.get(i), everyMs, twice);
    }
    return this;
  }

  private void makeRoom(String name, List<Somebody> members) {
    String room =
        People.json(
                ok(
                    people()
                        .call(
                            "POST",
                            "/api/v2/chat/rooms",
                            owner.bearer(),
                            new JsonObject().put("name", name))))
            .getString("id");
    members.forEach(it -> join(room, it));
    begins.put(room, head(room));
  }

  private static HttpResponse<String> ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer;
  }

  private void start(String name, String kind, Somebody member, int everyMs, boolean twice) {
    JsonObject rooms = new JsonObject();
    begins.forEach(rooms::put);
    JsonObject config =
        new JsonObject()
            .put("name", name)
            .put("url", "ws://127.0.0.1:" + door.port())
            .put("token", member.access())
            .put("rooms", rooms)
            .put("every", everyMs)
            .put("twice", twice)
            .put("file", diary(name).toString());
    boolean bus = kind.startsWith("bus-");
    if (bus) {
      config.put("transport", kind.substring("bus-".length()));
    }
    clients.put(name, client(bus ? "bus-client.js" : "ws-client.js", config, name));
  }

  private ChildProcess client(String script, JsonObject config, String name) {
    return ChildProcess.start(
        NodeJs.program(List.of(), script, config.encode())
            .redirectError(Redirect.appendTo(stage.folder().resolve(name + ".err").toFile())));
  }

  private Path diary(String name) {
    return stage.folder().resolve(name + ".jsonl");
  }

  /** Thousands who only listen to the first room. */
  ChildProcess herd(int count) {
    String room = firstRoom();
    join(room, owner);
    JsonObject config =
        new JsonObject()
            .put("url", "ws://127.0.0.1:" + nginx.port())
            .put("token", owner.access())
            .put("room", room)
            .put("after", head(room))
            .put("count", count);
    return client("herd.js", config, "herd");
  }

  String firstRoom() {
    return begins.keySet().iterator().next();
  }

  long head(String room) {
    return stage
        .database()
        .number("SELECT last_seq FROM foyer.room_heads WHERE room_id = '" + room + "'");
  }

  Stage stage() {
    return stage;
  }

  FoyerProcesses nodes() {
    return stage.nodes();
  }

  ClusterFixture cluster() {
    return clusterFixture;
  }

  /** The network between the clients and nginx. */
  TcpProxy door() {
    return door;
  }

  /** The first client that speaks plain WebSocket. */
  ChildProcess reader() {
    return clients.values().iterator().next();
  }

  /** Ends the talk and finds nothing amiss in the diaries, which are returned. */
  List<ClientLog> judge(int atLeast) {
    Awaitility.await("enough is said").until(() -> written() >= atLeast);
    List<ClientLog> diaries = diaries();
    assertThat(findings(diaries)).as("the diaries in " + stage.folder()).isEmpty();
    assertThat(acked(diaries)).isGreaterThanOrEqualTo(atLeast);
    misprintsAreCaught(diaries);
    return diaries;
  }

  /**
   * Nobody says anything new; waits until all that was said is acked and everybody has heard what
   * came last in each room. Returns what they wrote down.
   */
  List<ClientLog> diaries() {
    clients.values().forEach(it -> it.writeLine("stop"));
    JsonObject all = new JsonObject();
    clients.values().forEach(it -> it.writeLine("until {}"));
    clients.values().forEach(it -> it.expectLine("done", CATCH_UP)); // all acked
    begins.keySet().forEach(room -> all.put(room, head(room)));
    clients.values().forEach(it -> it.writeLine("until " + all.encode()));
    clients.values().forEach(it -> it.expectLine("done", CATCH_UP));
    return clients.keySet().stream().map(it -> ClientLog.read(it, diary(it))).toList();
  }

  /** Everything in them that must not be. */
  List<ChatFinding> findings(List<ClientLog> diaries) {
    List<ChatFinding> findings = ChatChecker.judge(begins, diaries);
    System.out.printf(
        "chat %s: acked %d, received %d, findings %d%n",
        stage.folder().getFileName(),
        acked(diaries),
        diaries.stream().mapToLong(it -> it.all(ClientLog.Line.Received.class).size()).sum(),
        findings.size());
    return findings;
  }

  private long written() {
    return stage.database().number("SELECT count(*) FROM foyer.chat_events WHERE kind = 'message'");
  }

  private static long acked(List<ClientLog> diaries) {
    return diaries.stream().mapToLong(ChatStage::distinct).sum();
  }

  private static long distinct(ClientLog clientLog) {
    return clientLog.all(ClientLog.Line.Acked.class).stream()
        .map(ClientLog.Line.Acked::id)
        .distinct()
        .count();
  }

  /** The same run with one line amiss is refused. */
  private void misprintsAreCaught(List<ClientLog> sound) {
    assertThat(kinds(Misprint.drop(sound))).contains(ChatFinding.Kind.LOST);
    assertThat(kinds(Misprint.twice(sound))).contains(ChatFinding.Kind.DOUBLED);
    assertThat(kinds(Misprint.swap(sound))).contains(ChatFinding.Kind.DISORDER);
  }

  private Set<ChatFinding.Kind> kinds(List<ClientLog> diaries) {
    return ChatChecker.judge(begins, diaries).stream()
        .map(ChatFinding::kind)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    clients.values().forEach(ChildProcess::close);
    door.close();
    nginx.close();
    clusterFixture.close();
    stage.close();
  }
}
