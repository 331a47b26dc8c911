package io.foyer.bench;

import io.foyer.bench.chat.Gauge;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many reminders due at the same moment, two instances, one sink that speaks slack_that: how many
 * are claimed, sent over HTTP and marked a second, and whether each went out exactly once.
 */
public final class TimerBench {
  private static final int REMINDERS = Integer.getInteger("reminders", 100_000);
  // First, so that what is measured is running code and not its compilation.
  private static final int WARM_UP = REMINDERS;
  private static final int ALL = WARM_UP + REMINDERS;
  // Written within this time, and known to each timer, which looks once a second, before it is due.
  private static final Duration AHEAD = Duration.ofSeconds(10);
  private static final Duration NOTICE = Duration.ofSeconds(2);
  // The floor beside it: what the same server gives to one row a transaction.
  private static final int CLIENTS = 64;
  private static final int SECONDS = 10;
  private static final String LINK = "\"title_link\":\"";

  private static final String MEETINGS =
      """
      INSERT INTO foyer.meetings
        (id, origin, origin_id, title, starts_at, room_name, join_secret, status, scheduled_at)
      SELECT lpad(to_hex(g), 24, '0'), 'evaluation', g::text, '42 Evaluation',
             now() + interval '10 minutes', 'room' || g, lpad(g::text, 26, 's'), 'scheduled', now()
      FROM generate_series(1, REMINDERS) g
      """;

  private static final String PEOPLE =
      """
      INSERT INTO foyer.participants (meeting_id, key, position, role, email, email_state)
      SELECT id, p, i, CASE i WHEN 1 THEN 'corrector' ELSE 'corrected' END,
             p || '@student.example.org', 'known'
      FROM foyer.meetings, unnest(ARRAY['evalice', 'stu1', 'stu2']) WITH ORDINALITY AS t (p, i)
      """;

  private static final String JOBS =
      """
      INSERT INTO foyer.jobs (kind, key, due_at)
      SELECT 'reminder', id, now() + interval '1 day' FROM foyer.meetings
      """;

  private final Map<String, Integer> seen = new ConcurrentHashMap<>();
  private final AtomicLong received = new AtomicLong();

  private TimerBench() {}

  /** Prints the figures; takes about a minute. */
  public static void main(String[] args) throws Exception {
    new TimerBench().run(System.out);
  }

  private void run(PrintStream out) throws Exception {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    int port =
        vertx
            .createHttpServer()
            .requestHandler(this::receive)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
    try (BenchmarkFixture fixture = new BenchmarkFixture("foyer_bench_timer")) {
      fixture.execute(MEETINGS.replace("REMINDERS", Integer.toString(ALL)));
      fixture.execute(PEOPLE);
      fixture.execute(JOBS);
      fixture.execute("ANALYZE");
      Floor floor = new Floor(fixture);
      List<BenchmarkFixture.Node> nodes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        nodes.add(node(fixture, port));
      }
      round(fixture, nodes, out, "warm-up", WARM_UP);
      double before = floor.perSecond(CLIENTS, SECONDS);
      double rate = round(fixture, nodes, out, "measured", REMINDERS);
      double after = floor.perSecond(CLIENTS, SECONDS);
      out.printf(
          "pgbench, %d clients: %.0f/s before, %.0f/s after; ratio %.2f%n",
          CLIENTS, before, after, 2 * rate / (before + after));
      verify(fixture, out);
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static BenchmarkFixture.Node node(BenchmarkFixture fixture, int sink) throws Exception {
    return fixture.node(
        Map.of(
            "ROLES", "timer,notify",
            "SLACK_THAT_URL", "http://127.0.0.1:" + sink,
            "SLACK_THAT_WORKSPACE", "benchmark",
            "PUBLIC_URL", "http://foyer.example.org"));
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              count(body);
              request.response().setStatusCode(201).end("{\"success\":\"request queued\"}");
            });
  }

  private void count(Buffer body) {
    String text = body.toString();
    int start = text.indexOf(LINK) + LINK.length();
    seen.merge(text.substring(start, text.indexOf('"', start)), 1, Integer::sum);
    received.incrementAndGet();
  }

  private double round(
      BenchmarkFixture fixture,
      List<BenchmarkFixture.Node> nodes,
      PrintStream out,
      String name,
      int reminders)
      throws Exception {
    long before = received.get();
    double cpu = cpu(nodes);
    // Due at one moment that is still ahead, as the timers know it: what is measured is their work,
    // not how soon they notice that somebody else changed the table.
    Instant due = Instant.now().plus(AHEAD);
    fixture.execute(
        ("UPDATE foyer.jobs SET due_at = '%s' WHERE kind = 'reminder' AND key IN"
                + " (SELECT key FROM foyer.jobs WHERE kind = 'reminder' LIMIT %d)")
            .formatted(due, reminders));
    if (!Instant.now().isBefore(due.minus(NOTICE))) {
      throw new IllegalStateException("the reminders were due before they were written");
    }
    TimeUnit.NANOSECONDS.sleep(Duration.between(Instant.now(), due).toNanos());
    long begin = System.nanoTime();
    List<Long> memory = new ArrayList<>();
    // Asked of the sink, because counting rows would cost the database more than the reminders do.
    while (received.get() < before + reminders || sent(fixture) < before + reminders) {
      TimeUnit.MILLISECONDS.sleep(100);
      long resident = 0;
      for (BenchmarkFixture.Node node : nodes) {
        resident += Gauge.residentMegabytes(node.process().pid());
      }
      memory.add(resident);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double used = cpu(nodes) - cpu;
    out.printf(
        "%s: %d reminders in %.1f s: %.0f/s; CPU of both instances %.0f us each; resident memory of"
            + " both %d to %d MB%n",
        name,
        reminders,
        seconds,
        reminders / seconds,
        used / reminders,
        memory.getFirst(),
        memory.getLast());
    return reminders / seconds;
  }

  private static double cpu(List<BenchmarkFixture.Node> nodes) {
    return nodes.stream().mapToDouble(it -> Gauge.cpu(it.process().pid())).sum();
  }

  private static long sent(BenchmarkFixture fixture) throws Exception {
    return fixture.count("SELECT count(*) FROM foyer.outbox WHERE status = 'sent'");
  }

  private void verify(BenchmarkFixture fixture, PrintStream out) throws Exception {
    long twice = seen.values().stream().filter(n -> n > 1).count();
    long marked = fixture.count("SELECT count(*) FROM foyer.meetings WHERE status = 'announced'");
    out.printf(
        "sent %d, different %d, more than once %d, marked %d%n",
        received.get(), seen.size(), twice, marked);
    if (seen.size() != ALL || twice > 0 || marked != ALL) {
      throw new IllegalStateException("not every reminder went out exactly once");
    }
  }
}
