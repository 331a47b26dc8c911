package io.foyer.meetings;

import io.foyer.meetings.Meeting.Status;
import io.foyer.meetings.MeetingStore.Read;
import io.foyer.meetings.ParticipantStore.Stored;
import io.foyer.platform.Ids;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets people into the rooms of meetings. The key of a link consists of the meeting's id and a
 * secret, the meeting's or the participant's own, which is compared in constant time.
 */
public final class Entrances {
  private static final int ID_LENGTH = 24;

  private final MeetingStore meetings = new MeetingStore();
  private final ParticipantStore participants;
  private final Database database;
  private final Conference conference;
  private final Workflow workflow;

  public Entrances(Ids ids, Database database, Conference conference, MeetingRules rules) {
    this.participants = new ParticipantStore(ids);
    this.database = database;
    this.conference = conference;
    this.workflow = rules.workflow();
  }

  /**
   * What the owner of a key finds.
   *
   * @param now the database's time, by which it was decided
   */
  public record Admission(Meeting meeting, Entrance entrance, Instant now) {}

  /** Finds what a key opens; empty where it opens nothing, or the meeting was cancelled. */
  public Future<Optional<Admission>> find(String key) {
    if (key.length() <= ID_LENGTH) {
      return Future.succeededFuture(Optional.empty());
    }
    String id = key.substring(0, ID_LENGTH);
    return participants
        .of(database, id)
        .compose(
            people ->
                meetings
                    .find(database, id, people.stream().map(Stored::participant).toList())
                    .compose(
                        found ->
                            found
                                .filter(read -> read.row().status() != Status.CANCELLED)
                                .map(read -> admit(read, people, key))
                                .orElseGet(() -> Future.succeededFuture(Optional.empty()))));
  }

  private Future<Optional<Admission>> admit(Read<Meeting> read, List<Stored> people, String key) {
    Meeting meeting = read.row();
    Optional<Stored> owner =
        people.stream()
            .filter(
                person ->
                    person
                        .joinSecret()
                        .filter(secret -> Secret.of(meeting.id() + secret).matches(key))
                        .isPresent())
            .findFirst();
    if (owner.isEmpty() && !Secret.of(meeting.joinKey()).matches(key)) {
      return Future.succeededFuture(Optional.empty());
    }
    return entrance(meeting, owner.map(Stored::participant), read.at())
        .map(entrance -> Optional.of(new Admission(meeting, entrance, read.at())));
  }

  private Future<Entrance> entrance(Meeting meeting, Optional<Participant> person, Instant now) {
    MeetingTimes times = meeting.times();
    Instant overAt = workflow.overAt(times);
    if (times.opensAt().filter(now::isBefore).isPresent()) {
      return Future.succeededFuture(new Entrance.NotYet(times.opensAt().orElseThrow()));
    }
    // Where the end is not known, nobody is turned away.
    if (times.endsAt().isPresent() && !now.isBefore(overAt)) {
      return Future.succeededFuture(new Entrance.Over(times.endsAt().orElseThrow()));
    }
    return switch (meeting.room()) {
      case ConferenceRoom.External(var address) ->
          Future.succeededFuture(new Entrance.Open(address));
      case ConferenceRoom.Jitsi(var name) ->
          conference.enter(name, person, overAt).map(Entrance.Open::new);
    };
  }
}
