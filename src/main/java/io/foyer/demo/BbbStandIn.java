package io.foyer.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stand-in of a BigBlueButton server: the API with its checksums, its rules of meetings and
 * recordings and its two shapes of errors. It is strict: a wrong or second checksum, a missing name
 * and an unknown call are refused as the original refuses them.
 */
public final class BbbStandIn {
  private static final String PATH = "/bigbluebutton/api";
  private static final int LARGEST_BODY = 2 << 20;
  private static final Duration UNUSED_LIFETIME = Duration.ofMinutes(5);
  private static final long END_MILLIS = 300; // a meeting ends some time after the call
  private static final Map<Integer, String> ALGORITHMS =
      Map.of(40, "SHA-1", 64, "SHA-256", 96, "SHA-384", 128, "SHA-512");

  private final Vertx vertx;
  private final StandInServer server;
  private final String secret;
  private final InstantSource clock;
  private final Map<String, BbbSession> sessions = new LinkedHashMap<>();
  private final Map<String, Recording> recordings = new LinkedHashMap<>();

  /** A recording of a meeting. */
  public record Recording(
      String recordId, String meetingId, String name, String state, Map<String, String> metadata) {
    public Recording {
      metadata = Map.copyOf(metadata);
    }

    Recording withState(String other) {
      return new Recording(recordId, meetingId, name, other, metadata);
    }
  }

  /** A server with this shared secret, not started yet. */
  public BbbStandIn(Vertx vertx, String secret, InstantSource clock) {
    this.vertx = vertx;
    this.secret = secret;
    this.clock = clock;
    this.server = new StandInServer(vertx, LARGEST_BODY);
    server.router().route(PATH + "*").handler(this::serve);
  }

  /** Starts it on loopback; port 0 takes a free one. */
  public Future<Void> start(int port) {
    return server.start(port);
  }

  /** The address of its API. */
  public URI api() {
    return server.url(PATH);
  }

  /** What goes wrong, by path. */
  public Faults faults() {
    return server.faults();
  }

  /** The last 10,000 requests, oldest first, refused ones included. */
  public List<RecordedCall> calls() {
    return server.calls();
  }

  /** Stops it. */
  public Future<Void> close() {
    return server.close();
  }

  /** Adds a recording. */
  public synchronized void record(Recording recording) {
    recordings.put(recording.recordId(), recording);
  }

  /** The recordings that are left, in any state but deleted. */
  public synchronized List<Recording> recordings() {
    return recordings.values().stream().filter(it -> !it.state().equals("deleted")).toList();
  }

  /** Ids of the meetings that exist. */
  public synchronized List<String> meetings() {
    expire();
    return List.copyOf(sessions.keySet());
  }

  /** Somebody leaves a meeting. */
  public synchronized void leave(String meetingId, String userId) {
    Optional.ofNullable(sessions.get(meetingId)).ifPresent(it -> it.leave(userId));
  }

  private void serve(RoutingContext request) {
    String call = request.request().path().substring(PATH.length()).replaceFirst("^/", "");
    if (call.isEmpty()) {
      Answers.xml(request, BbbXml.success().with("version", "2.0").with("apiVersion", "2.0").end());
      return;
    }
    String query = Optional.ofNullable(request.request().query()).orElse("");
    if (!signed(call, query)) {
      Answers.xml(request, BbbXml.failed("checksumError", "Checksums do not match"));
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    request.queryParams(StandardCharsets.UTF_8).forEach(parameters::put);
    parameters.remove("checksum");
    if (call.equals("join")) {
      join(request, parameters);
      return;
    }
    Answers.xml(request, answer(call, parameters, StandInServer.body(request).toString()));
  }

  private boolean signed(String call, String query) {
    List<String> pairs = Arrays.asList(query.split("&", -1));
    List<String> sums = pairs.stream().filter(it -> it.startsWith("checksum=")).toList();
    if (sums.size() != 1) {
      return false;
    }
    String sum = sums.getFirst().substring("checksum=".length());
    String algorithm = ALGORITHMS.get(sum.length());
    String rest =
        pairs.stream().filter(it -> !it.startsWith("checksum=")).collect(Collectors.joining("&"));
    return algorithm != null && hash(algorithm, call + rest + secret).equalsIgnoreCase(sum);
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has them
    }
  }

  private synchronized String answer(String call, Map<String, String> given, String body) {
    expire();
    return switch (call) {
      case "create" -> create(given);
      case "end" -> end(given);
      case "isMeetingRunning" ->
          BbbXml.success()
              .with("running", session(given).map(BbbSession::running).orElse(false))
              .end();
      case "getMeetingInfo" ->
          session(given)
              .map(it -> it.describe(BbbXml.success()).end())
              .orElseGet(BbbStandIn::notFound);
      case "getMeetings" -> listMeetings();
      case "getRecordings" -> listRecordings(given);
      case "publishRecordings" -> publish(given);
      case "updateRecordings" -> update(given);
      case "deleteRecordings" -> delete(given);
      case "sendChatMessage" ->
          session(given)
              .map(it -> BbbXml.success().with("messageKey", "chatMessageSent").end())
              .orElseGet(BbbStandIn::notFound);
      case "insertDocument" ->
          session(given).isEmpty()
              ? notFound()
              : body.contains("<document")
                  ? BbbXml.success().with("messageKey", "insertDocument").end()
                  : BbbXml.failed("paramError", "There is no document.");
      default -> BbbXml.failed("unsupportedRequest", "This request is not supported.");
    };
  }

  private static String notFound() {
    return BbbXml.failed("notFound", "A meeting with that ID does not exist");
  }

  private Optional<BbbSession> session(Map<String, String> given) {
    return Optional.ofNullable(sessions.get(given.getOrDefault("meetingID", "")));
  }

  /** A meeting that nobody has joined is dropped. */
  private void expire() {
    Instant oldest = clock.instant().minus(UNUSED_LIFETIME);
    sessions.values().removeIf(it -> !it.hasUserJoined() && !it.created().isAfter(oldest));
  }

  private String create(Map<String, String> given) {
    Optional<String> wrong = BbbRules.wrong(given);
    if (wrong.isPresent()) {
      return BbbXml.errors("validationError", wrong.get());
    }
    Optional<BbbSession> known = session(given);
    if (known.isPresent()) {
      return BbbRules.same(known.get(), given)
          ? created(known.get(), "duplicateWarning")
          : BbbXml.failed("idNotUnique", "A meeting already exists with that meeting ID.");
    }
    Instant now = clock.instant();
    String internal = hash("SHA-1", given.getOrDefault("meetingID", "")) + "-" + now.toEpochMilli();
    boolean passwords = given.containsKey("moderatorPW") || given.containsKey("attendeePW");
    BbbSession session =
        new BbbSession(
            internal,
            now,
            given,
            given.getOrDefault("moderatorPW", internal.substring(0, 8)),
            given.getOrDefault("attendeePW", internal.substring(8, 16)),
            passwords);
    sessions.put(session.id(), session);
    return created(session, "");
  }

  private static String created(BbbSession session, String key) {
    return BbbXml.success()
        .with("meetingID", session.id())
        .with("internalMeetingID", session.internalId())
        .with("parentMeetingID", "bbb-none")
        .with("attendeePW", session.attendeePassword())
        .with("moderatorPW", session.moderatorPassword())
        .with("createTime", session.created().toEpochMilli())
        .with("hasUserJoined", session.hasUserJoined())
        .with("duration", session.parameters().getOrDefault("duration", "0"))
        .with("hasBeenForciblyEnded", session.ending())
        .with("messageKey", key)
        .with("message", "")
        .end();
  }

  private String end(Map<String, String> given) {
    Optional<BbbSession> session = session(given);
    if (session.isEmpty()) {
      return notFound();
    }
    String password = given.get("password");
    if (password != null && !password.equals(session.get().moderatorPassword())) {
      return BbbXml.failed("invalidPassword", "The password is wrong.");
    }
    BbbSession ending = session.get();
    ending.end();
    long unused =
        vertx.setTimer(
            END_MILLIS,
            id -> {
              synchronized (this) {
                sessions.remove(ending.id(), ending);
              }
            });
    return BbbXml.success().with("messageKey", "sentEndMeetingRequest").end();
  }

  private String listMeetings() {
    BbbXml xml = BbbXml.success().open("meetings");
    sessions.values().forEach(it -> it.describe(xml.open("meeting")).close("meeting"));
    xml.close("meetings");
    return sessions.isEmpty() ? xml.with("messageKey", "noMeetings").end() : xml.end();
  }

  private void join(RoutingContext request, Map<String, String> given) {
    String answer;
    synchronized (this) {
      expire();
      Optional<BbbSession> session = session(given);
      Optional<String> refused =
          session.isEmpty() ? Optional.of("notFound") : BbbRules.joinRefused(session.get(), given);
      if (refused.isPresent()) {
        answer = BbbXml.failed(refused.get(), "You cannot join.");
      } else {
        BbbSession in = session.orElseThrow();
        String user =
            in.join(
                Optional.ofNullable(given.get("userID")),
                given.getOrDefault("fullName", ""),
                BbbRules.moderates(in, given));
        answer =
            BbbXml.success()
                .with("messageKey", "successfullyJoined")
                .with("meeting_id", in.internalId())
                .with("user_id", user)
                .end();
      }
    }
    Answers.xml(request, answer);
  }

  private List<Recording> selected(Map<String, String> given) {
    List<String> meetings = list(given, "meetingID");
    List<String> records = list(given, "recordID");
    String state = given.getOrDefault("state", "published");
    return recordings.values().stream()
        .filter(it -> meetings.isEmpty() || meetings.contains(it.meetingId()))
        .filter(it -> records.isEmpty() || records.stream().anyMatch(it.recordId()::startsWith))
        .filter(it -> state.equals("any") || state.equals(it.state()))
        .filter(it -> !it.state().equals("deleted") || state.equals("deleted"))
        .toList();
  }

  private static List<String> list(Map<String, String> given, String name) {
    return Arrays.stream(given.getOrDefault(name, "").split(","))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  private String listRecordings(Map<String, String> given) {
    List<Recording> all = selected(given);
    int offset = Integer.parseInt(given.getOrDefault("offset", "0"));
    int limit = Integer.parseInt(given.getOrDefault("limit", "100"));
    BbbXml xml = BbbXml.success().open("recordings");
    all.stream()
        .skip(offset)
        .limit(limit)
        .forEach(
            it ->
                xml.open("recording")
                    .with("recordID", it.recordId())
                    .with("meetingID", it.meetingId())
                    .with("name", it.name())
                    .with("published", it.state().equals("published"))
                    .with("state", it.state())
                    .open("metadata")
                    .all(it.metadata())
                    .close("metadata")
                    .close("recording"));
    xml.close("recordings");
    return all.isEmpty() ? xml.with("messageKey", "noRecordings").end() : xml.end();
  }

  private Optional<List<Recording>> exactly(Map<String, String> given) {
    List<Recording> found = new ArrayList<>();
    for (String id : list(given, "recordID")) {
      Recording recording = recordings.get(id);
      if (recording == null || recording.state().equals("deleted")) {
        return Optional.empty();
      }
      found.add(recording);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  private static String noRecording() {
    return BbbXml.failed("notFound", "We could not find recordings");
  }

  private String publish(Map<String, String> given) {
    boolean publish = Boolean.parseBoolean(given.get("publish"));
    String state = publish ? "published" : "unpublished";
    return exactly(given)
        .map(
            found -> {
              found.forEach(it -> recordings.put(it.recordId(), it.withState(state)));
              return BbbXml.success().with("published", publish).end();
            })
        .orElseGet(BbbStandIn::noRecording);
  }

  private String update(Map<String, String> given) {
    return exactly(given)
        .map(found -> BbbXml.success().with("updated", true).end())
        .orElseGet(BbbStandIn::noRecording);
  }

  private String delete(Map<String, String> given) {
    return exactly(given)
        .map(
            found -> {
              found.forEach(it -> recordings.put(it.recordId(), it.withState("deleted")));
              return BbbXml.success().with("deleted", true).end();
            })
        .orElseGet(BbbStandIn::noRecording);
  }
}
