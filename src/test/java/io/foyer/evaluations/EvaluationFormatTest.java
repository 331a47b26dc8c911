package io.foyer.evaluations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.evaluations.EvaluationEvent.Destroyed;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What is read from a body, whatever it holds. */
class EvaluationFormatTest {
  private static final String WHOLE =
      """
      {"id": 900101, "scale_id": 12, "comment": null, "final_mark": null,
       "begin_at": "2036-12-01 14:30:00 UTC", "updated_at": "2036-11-30T10:00:00.000Z",
       "user": {"id": 501, "login": "evalice"},
       "team": {"id": 770042, "name": "demo group", "users": [{"id": 1, "login": "x"}]}}
      """;

  private static final List<String> CORPUS =
      List.of(
          WHOLE,
          "{\"id\":900101}",
          "{\"ID\":1,\"Begin_At\":\"2036-12-01T10:00:00Z\",\"TEAM\":{\"ID\":2},\"user\":null}",
          "{\"id\":1e3,\"begin_at\":[],\"team\":{\"id\":{}},\"user\":{\"login\":{\"a\":[1]}}}",
          "{\"id\":-1,\"id\":\"x\",\"team\":{\"team\":{\"id\":1}},\"user\":{\"user\":{}}}",
          "{\"id\":99999999999999999999999,\"begin_at\":\"\\ud800\",\"team\":[[[[]]]]}",
          "[{\"id\":1}]",
          "null",
          "\ufeff{\"id\":1}",
          "{\"a\":".repeat(80) + "1" + "}".repeat(80));

  private final EvaluationFormat format =
      new EvaluationFormat(new Times("2006-01-02 15:04:05 UTC"));

  @Provide
  Arbitrary<byte[]> mutations() {
    Arbitrary<byte[]> seeds = Arbitraries.of(CORPUS).map(text -> text.getBytes(UTF_8));
    Arbitrary<List<int[]>> changes =
        Combinators.combine(
                Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(0, 400),
                Arbitraries.integers().between(0, 255))
            .as((kind, place, value) -> new int[] {kind, place, value})
            .list()
            .ofMinSize(1)
            .ofMaxSize(6);
    return Combinators.combine(seeds, changes).as(EvaluationFormatTest::mutated);
  }

  private static byte[] mutated(byte[] seed, List<int[]> changes) {
    byte[] body = seed.clone();
    for (int[] change : changes) {
      if (body.length == 0) {
        return body;
      }
      int place = change[1] % body.length;
      body =
          switch (change[0]) {
            case 0 -> replaced(body, place, "{}[]\",:0-.eE\\ntfu \u0000".charAt(change[2] % 19));
            case 1 -> replaced(body, place, change[2]);
            case 2 -> Arrays.copyOf(body, place);
            default -> spliced(body, place, Math.min(body.length, place + 1 + change[2] % 9));
          };
    }
    return body;
  }

  private static byte[] replaced(byte[] body, int place, int value) {
    body[place] = (byte) value;
    return body;
  }

  /** Doubles a part. */
  private static byte[] spliced(byte[] body, int from, int to) {
    byte[] longer = Arrays.copyOf(body, body.length + to - from);
    System.arraycopy(body, from, longer, to, body.length - from);
    return longer;
  }

  @Property(tries = 5_000)
  void aMutatedBodyIsReadOrRefusedByName(
      @ForAll("mutations") byte[] body, @ForAll boolean destroy) {
    readOrRefused(body, destroy);
  }

  @Property(tries = 2_000)
  void randomBytesAreReadOrRefusedByName(
      @ForAll @Size(max = 300) byte[] body, @ForAll boolean destroy) {
    readOrRefused(body, destroy);
  }

  private void readOrRefused(byte[] body, boolean destroy) {
    try {
      assertThat(format.read(body, destroy).id()).isNotZero();
    } catch (ProblemException e) {
      assertThat(e.problem())
          .isInstanceOfSatisfying(
              Problem.Invalid.class, invalid -> assertThat(invalid.fields()).isNotEmpty());
    }
  }

  @Example
  void aWholePayloadIsRead() {
    assertThat(format.read(WHOLE.getBytes(UTF_8), false))
        .isEqualTo(
            new Changed(
                900101,
                Instant.parse("2036-12-01T14:30:00Z"),
                770042,
                Optional.of("evalice"),
                Optional.of(Instant.parse("2036-11-30T10:00:00Z"))));
    assertThat(format.read(WHOLE.getBytes(UTF_8), true))
        .isEqualTo(new Destroyed(900101, Optional.of(Instant.parse("2036-11-30T10:00:00Z"))));
  }
}
