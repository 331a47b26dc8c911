package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.NodeCounter;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Listening to a room by Server-Sent Events. */
class StreamIT {
  private static ProgramFixture program;

  @BeforeAll
  static void open() {
    program = ProgramFixture.open("chatstream", Map.of("TIMEOUT", "3s"));
  }

  private static int port() {
    return program.node().port();
  }

  @AfterAll
  static void close() {
    program.close();
  }

  private final People people = new People(port());
  private final RoomsClient roomsClient = new RoomsClient(port());
  private final Somebody ann = people.somebody();
  private final String room = roomsClient.made(ann);

  /** One who listens, and what he heard. */
  private static final class Ear implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final HttpResponse<java.io.InputStream> answer;

    Ear(HttpResponse<java.io.InputStream> answer) {
      this.answer = answer;
      Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        reader.lines().forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add("cut");
      } finally {
        ended.set(true);
      }
    }

    List<String> ids() {
      return lines.stream().filter(it -> it.startsWith("id: ")).toList();
    }

    String text() {
      return String.join("\n", lines);
    }

    @Override
    public void close() {
      try {
        answer.body().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Ear listen(Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/api/v2/chat/rooms/%s/events"
                    .formatted(program.node().port(), room)));
    headers.forEach(request::header);
    return new Ear(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(request.build(), BodyHandlers.ofInputStream()));
  }

  private Ear annFrom(long last) throws Exception {
    return listen(
        Map.of("Authorization", "Bearer " + ann.access(), "Last-Event-ID", Long.toString(last)));
  }

  @Test
  void whoListensHearsWhatHeMissedAndWhatComes() throws Exception {
    roomsClient.said(ann, room, "before");
    try (Ear ear = annFrom(1)) {
      assertThat(ear.answer.statusCode()).isEqualTo(200);
      assertThat(ear.answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      await().until(() -> ear.text().contains("before"));
      roomsClient.said(ann, room, "meanwhile");
      await().until(() -> ear.text().contains("meanwhile"));
      assertThat(ear.ids()).containsExactly("id: 2", "id: 3");
      // longer than a silent connection is borne
      await().until(() -> ear.lines.stream().filter(": "::equals).count() >= 3);
      assertThat(ear.ended).isFalse();
    }
  }

  @Test
  void strangersHearNothing() throws Exception {
    Somebody eve = people.somebody();
    try (Ear nobody = listen(Map.of());
        Ear stranger = listen(eve.bearer());
        Ear elsewhere =
            listen(
                Map.of(
                    "Authorization", "Bearer " + ann.access(), "Origin", "https://evil.example"));
        Ear wrong =
            listen(Map.of("Authorization", "Bearer " + ann.access(), "Last-Event-ID", "x"))) {
      assertThat(nobody.answer.statusCode()).isEqualTo(401);
      assertThat(stranger.answer.statusCode()).isEqualTo(404);
      assertThat(elsewhere.answer.statusCode()).isEqualTo(403);
      assertThat(wrong.answer.statusCode()).isEqualTo(400);
    }
  }

  @Test
  void theStreamEndsWithTheMembership() throws Exception {
    try (Ear ear = annFrom(0)) {
      roomsClient.leave(ann, room);
      await().untilTrue(ear.ended);
      assertThat(ear.text()).contains("\"leave\"");
    }
  }

  @Test
  void theStreamEndsWithTheLogInBeforeAnySweep() {
    NodeCounter sweeps =
        new NodeCounter("foyer_sessions_revocations_sweeps_total", program.node().managementPort());
    await("the stream ends before a sweep")
        .pollInSameThread()
        .until(
            () -> {
              Somebody again = people.entered(ann.handle(), People.PASSWORD);
              try (Ear ear = listen(again.bearer())) {
                return sweeps.unmovedBy(
                    () -> {
                      people.call("DELETE", "/api/v2/sessions/current", again.bearer());
                      await().untilTrue(ear.ended);
                    });
              }
            });
  }
}
