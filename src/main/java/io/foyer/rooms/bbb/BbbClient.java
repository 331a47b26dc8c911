package io.foyer.rooms.bbb;

import io.foyer.platform.http.Circuit;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.foyer.platform.http.OutboundHttp.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Client of one BigBlueButton server (https://docs.bigbluebutton.org/development/api/). Every call
 * has a deadline; after several failures in a row calls fail at once until the server answers
 * again. A call fails with {@link BbbException} where the server refused it, and with {@link
 * io.foyer.platform.http.OutboundFailure} where it gave no answer. For any thread.
 */
public final class BbbClient {
  private static final int CONNECTIONS = 8;
  private static final int RECORDINGS_PAGE = 100;
  private static final Duration PROBE_AFTER = Duration.ofSeconds(5);

  private final BbbServer server;
  private final OutboundHttp http;
  private final Circuit circuit;
  private final Duration deadline;

  public BbbClient(Vertx vertx, BbbServer server, Duration deadline) {
    this.server = server;
    this.http = new OutboundHttp(vertx, server.api(), CONNECTIONS);
    this.circuit = new Circuit(vertx, server.api().getHost(), Circuit.options(PROBE_AFTER));
    this.deadline = deadline;
  }

  /**
   * A meeting as the server has it.
   *
   * @param id meetingID
   * @param internalId id of this session of the meeting, new for each
   * @param created when this session was created, milliseconds since 1970
   * @param running whether somebody is in it
   * @param joined whether somebody has ever been in it
   */
  public record BbbMeeting(
      String id,
      String name,
      String internalId,
      long created,
      boolean running,
      boolean joined,
      boolean forciblyEnded,
      Optional<String> moderatorPassword,
      Optional<String> attendeePassword,
      int participants) {
    static BbbMeeting of(BbbAnswer answer) {
      return new BbbMeeting(
          answer.required("meetingID"),
          answer.text("meetingName").or(() -> answer.text("name")).orElse(""),
          answer.text("internalMeetingID").orElse(""),
          number(answer, "createTime"),
          answer.flag("running"),
          answer.flag("hasUserJoined"),
          answer.flag("hasBeenForciblyEnded"),
          answer.text("moderatorPW"),
          answer.text("attendeePW"),
          (int) number(answer, "participantCount"));
    }
  }

  /** A recording; {@code state} is published, unpublished, processed, processing or deleted. */
  public record BbbRecording(
      String id, String meetingId, String name, String state, boolean published) {
    static BbbRecording of(BbbAnswer answer) {
      return new BbbRecording(
          answer.required("recordID"),
          answer.required("meetingID"),
          answer.text("name").orElse(""),
          answer.text("state").orElse(""),
          answer.flag("published"));
    }
  }

  private static long number(BbbAnswer answer, String name) {
    try {
      return answer.text(name).filter(it -> !it.isEmpty()).map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      throw new BbbException(BbbException.UNREADABLE, name + " is no number");
    }
  }

  /** Creates a meeting; one that exists with the same passwords stays as it is. */
  public Future<BbbMeeting> create(String id, String name, Map<String, String> options) {
    BbbParameters parameters =
        new BbbParameters().withAll(options).with("name", name).with("meetingID", id);
    return call("create", parameters).map(BbbMeeting::of);
  }

  /** The address that lets a person in; made without a call. */
  public URI joinAddress(BbbParameters parameters) {
    return server.signed("join", parameters);
  }

  /** Asks the server to end a meeting; it does so some seconds later. */
  public Future<Void> end(String id, Optional<String> moderatorPassword) {
    return call("end", meeting(id).with("password", moderatorPassword)).mapEmpty();
  }

  /** Whether somebody is in the meeting. */
  public Future<Boolean> isRunning(String id) {
    return call("isMeetingRunning", meeting(id)).map(answer -> answer.flag("running"));
  }

  /** The meeting; empty if the server has none of this id. */
  public Future<Optional<BbbMeeting>> info(String id) {
    return call("getMeetingInfo", meeting(id))
        .map(answer -> Optional.of(BbbMeeting.of(answer)))
        .recover(
            cause ->
                cause instanceof BbbException refused && refused.key().equals("notFound")
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(cause));
  }

  /** All meetings of the server. */
  public Future<List<BbbMeeting>> meetings() {
    return call("getMeetings", new BbbParameters())
        .map(answer -> answer.items("meetings", "meeting").stream().map(BbbMeeting::of).toList());
  }

  /**
   * All recordings of exactly one meeting, whatever their state.
   *
   * @throws IllegalArgumentException for an empty id, which would mean every meeting's
   */
  public Future<List<BbbRecording>> recordings(String meetingId) {
    if (meetingId.isEmpty() || meetingId.contains(",")) {
      throw new IllegalArgumentException("one meeting id is needed");
    }
    return recordings(meetingId, 0, new ArrayList<>());
  }

  private Future<List<BbbRecording>> recordings(
      String meetingId, int offset, List<BbbRecording> found) {
    BbbParameters parameters =
        meeting(meetingId)
            .with("state", "any")
            .with("offset", offset)
            .with("limit", RECORDINGS_PAGE);
    return call("getRecordings", parameters)
        .compose(
            answer -> {
              List<BbbRecording> page =
                  answer.items("recordings", "recording").stream().map(BbbRecording::of).toList();
              int known = found.size();
              page.stream()
                  .filter(it -> it.meetingId().equals(meetingId) && !found.contains(it))
                  .forEach(found::add);
              // A server before 2.6 knows no pages and sends all each time.
              return page.size() < RECORDINGS_PAGE || found.size() == known
                  ? Future.succeededFuture(List.copyOf(found))
                  : recordings(meetingId, offset + RECORDINGS_PAGE, found);
            });
  }

  /** Publishes recordings, or hides them. */
  public Future<Boolean> publishRecordings(List<String> ids, boolean publish) {
    return call("publishRecordings", records(ids).with("publish", publish))
        .map(answer -> answer.flag("published"));
  }

  /** Sets metadata of recordings. */
  public Future<Boolean> updateRecordings(List<String> ids, Map<String, String> meta) {
    BbbParameters parameters = records(ids);
    meta.forEach((key, value) -> parameters.with("meta_" + key, value));
    return call("updateRecordings", parameters).map(answer -> answer.flag("updated"));
  }

  /** Deletes recordings. */
  public Future<Boolean> deleteRecordings(List<String> ids) {
    return call("deleteRecordings", records(ids)).map(answer -> answer.flag("deleted"));
  }

  /** Writes into the public chat of a meeting (BigBlueButton 3.0). */
  public Future<Void> sendChatMessage(String id, String message, String author) {
    return call("sendChatMessage", meeting(id).with("message", message).with("userName", author))
        .mapEmpty();
  }

  /** Adds documents to a running meeting. */
  public Future<Void> insertDocument(String id, String modules) {
    return send(
            "insertDocument",
            meeting(id),
            HttpMethod.POST,
            Map.of("Content-Type", "application/xml"),
            Buffer.buffer(modules))
        .mapEmpty();
  }

  /** Registers a webhook of one meeting; returns its id. A known address keeps its webhook. */
  public Future<String> createHook(String callback, Optional<String> meetingId) {
    return call(
            "hooks/create",
            new BbbParameters().with("callbackURL", callback).with("meetingID", meetingId))
        .map(answer -> answer.required("hookID"));
  }

  /** Removes a webhook. */
  public Future<Void> destroyHook(String hook) {
    return call("hooks/destroy", new BbbParameters().with("hookID", hook)).mapEmpty();
  }

  /** Whether the server answers at all, and as BigBlueButton does. */
  public Future<Void> probe() {
    return circuit
        .through(() -> http.send(request(HttpMethod.GET, "", Map.of(), Buffer.buffer())))
        .map(BbbClient::read)
        .mapEmpty();
  }

  private static BbbParameters meeting(String id) {
    return new BbbParameters().with("meetingID", id);
  }

  private static BbbParameters records(List<String> ids) {
    if (ids.isEmpty() || ids.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("recording ids are needed");
    }
    return new BbbParameters().with("recordID", String.join(",", ids));
  }

  private Future<BbbAnswer> call(String name, BbbParameters parameters) {
    return send(name, parameters, HttpMethod.GET, Map.of(), Buffer.buffer());
  }

  private Future<BbbAnswer> send(
      String name,
      BbbParameters parameters,
      HttpMethod method,
      Map<String, String> headers,
      Buffer body) {
    String path = server.signedPath(name, parameters);
    // A refusal is an answer: only a server that gives none opens the circuit.
    return circuit
        .through(() -> http.send(request(method, path, headers, body)))
        .map(BbbClient::read);
  }

  private Call request(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
    return new Call(method, path, headers, body, deadline);
  }

  /** Some refusals come with a status of their own, and the same XML. */
  private static BbbAnswer read(Answer answer) {
    String body = answer.body().toString();
    if (!answer.ok() && !body.contains("<returncode>")) {
      throw new BbbException("status" + answer.status(), "the server answered " + answer.status());
    }
    return BbbAnswer.read(body);
  }

  /** Closes the connections. */
  public Future<Void> close() {
    return http.close();
  }
}
