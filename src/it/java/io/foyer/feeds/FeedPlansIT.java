package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.db.Database;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A million messages in two months: whatever is asked is found by an index, in a few pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedPlansIT {
  private static final int MESSAGES = 1_000_000;
  private static final Pattern BUFFERS =
      Pattern.compile("shared (?:hit=(\\d+))? ?(?:read=(\\d+))?");
  private static final Pattern ROWS = Pattern.compile("\\(actual .*rows=(\\d+) loops=1\\)");

  private final TestDatabase database = TestDatabase.migrated("feed_plans");
  private final Vertx vertx = Vertx.vertx();
  private final Database pool = new Database(vertx, database.config());

  /** One feed of nearly all messages, and one of a hundred among them. */
  @BeforeAll
  void fill() {
    for (String month : List.of("01", "02")) {
      database.execute(
          "CREATE TABLE foyer.plans_%s PARTITION OF foyer.feed_messages FOR VALUES FROM ('2026-%s-01Z') TO ('2026-0%d-01Z')"
              .formatted(month, month, Integer.parseInt(month) + 1));
    }
    database.execute(
        """
        INSERT INTO foyer.feeds (id, subject, table_name, last_number)
        VALUES (1, 'big', 'big', 999900), (2, 'small', 'small', 100)
        """);
    database.execute(
        """
        INSERT INTO foyer.feed_messages (incarnation, seq, feed, number, at, payload)
        SELECT 1, i, CASE WHEN i % 10000 = 0 THEN 2 ELSE 1 END,
               CASE WHEN i % 10000 = 0 THEN i / 10000 ELSE i - i / 10000 END,
               '2026-01-01Z'::timestamptz + i * interval '5 seconds', decode(md5(i::text), 'hex')
        FROM generate_series(1, ?) AS i
        """,
        MESSAGES);
    database.execute(
        """
        INSERT INTO foyer.feed_messages (incarnation, seq, feed, number, at, payload, replayed)
        VALUES (2, 1, 1, 999901, '2026-01-11Z', 'late', true)
        """);
    database.execute(
        """
        INSERT INTO foyer.feed_quarantine (incarnation, seq, feed, at, reason, replayed_as)
        VALUES (2, 1, 1, '2026-01-11Z', 'it was not readable then', 999901)
        """);
    database.execute("ANALYZE foyer.feed_messages");
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  private String plan(String sql, Tuple parameters) throws Exception {
    List<String> plan = new ArrayList<>();
    pool.query("EXPLAIN (ANALYZE, BUFFERS) " + sql, parameters)
        .await(60, TimeUnit.SECONDS)
        .forEach(row -> plan.add(row.getString(0)));
    return String.join("\n", plan);
  }

  /**
   * Fails where messages are found by anything but an index, or in so many pages, or where other
   * than so many rows are found.
   */
  private String cheap(String sql, int rows, int pages, Tuple parameters) throws Exception {
    String plan = plan(sql, parameters);

    assertThat(plan.lines().filter(line -> line.contains(" on plans_")))
        .as(plan)
        .isNotEmpty()
        .allMatch(line -> line.contains("-> ") && line.contains("Index"));
    assertThat(plan).doesNotContain("Sort Method: external");
    assertThat(rows(plan)).as(plan).isEqualTo(rows);
    assertThat(pages(plan)).as(plan).isLessThan(pages);
    return plan;
  }

  @Test
  void whatIsFoundByNoIndexIsNotCheap() {
    assertThatThrownBy(
            () ->
                cheap(
                    "SELECT count(*) FROM feed_messages WHERE payload = $1",
                    1,
                    MESSAGES,
                    Tuple.of(Buffer.buffer("x"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Seq Scan on plans_01");
  }

  @Test
  void whatFindsNothingIsNotCheap() {
    assertThatThrownBy(() -> cheap(FeedQueries.PAGE, 1000, 120, page(3, 0, 999_900, 1000)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("rows=0");
  }

  /** How many rows the statement found, by the first line of its plan. */
  private static int rows(String plan) {
    Matcher found = ROWS.matcher(plan);
    assertThat(found.find()).as(plan).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private static int pages(String plan) {
    Matcher touched = BUFFERS.matcher(plan);
    assertThat(touched.find()).as(plan).isTrue();
    return number(touched.group(1)) + number(touched.group(2));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /**
   * The numbers that a stretch of time has: its first, its last, and its last with the replayed.
   */
  private List<@Nullable Long> numbers(Tuple period) throws Exception {
    Row row = pool.query(FeedQueries.NUMBERS, period).await(60, TimeUnit.SECONDS).iterator().next();
    return Arrays.asList(row.getLong(0), row.getLong(1), row.getLong(2));
  }

  private static Tuple page(int feed, long after, long last, int most) {
    return Tuple.of(feed, after, last, most, 1024 * 1024);
  }

  private static Tuple pageOfPeriod(long after, long ordinary) {
    return page(1, after, 999_901, 1000)
        .addLong(ordinary)
        .addOffsetDateTime(OffsetDateTime.parse("2026-01-10T23:00:00Z"))
        .addOffsetDateTime(OffsetDateTime.parse("2026-01-20T00:00:00Z"));
  }

  private static Tuple period(int feed, String from, String to) {
    return Tuple.of(feed, OffsetDateTime.parse(from), OffsetDateTime.parse(to));
  }

  @Test
  void aPageIsFoundWhereverItIs() throws Exception {
    for (long after : new long[] {0, 500_000, 535_000, 998_900}) {
      cheap(FeedQueries.PAGE, 1000, 120, page(1, after, 999_900, 1000));
    }
    cheap(FeedQueries.PAGE, 1, 40, page(1, 999_899, 999_900, 100));
  }

  @Test
  void aFeedWithFewMessagesIsReadAsCheaply() throws Exception {
    cheap(FeedQueries.PAGE, 100, 250, page(2, 0, 100, 1000));
    cheap(FeedQueries.PAGE, 2, 40, page(2, 98, 100, 1000));
  }

  @Test
  void aPageOfAStretchOfTimeLooksAtNoOther() throws Exception {
    cheap(FeedQueries.PAGE_OF_PERIOD, 1000, 120, pageOfPeriod(172_000, 328_000));
  }

  /** There are 670,000 between the last of that time and it. */
  @Test
  void whatWasReplayedIsFoundByItsTimeAtOnce() throws Exception {
    Tuple page = pageOfPeriod(328_100, 328_100);
    cheap(FeedQueries.PAGE_OF_PERIOD, 1, 60, page);
    assertThat(pool.query(FeedQueries.PAGE_OF_PERIOD, page).await(60, TimeUnit.SECONDS))
        .extracting(row -> row.getLong(0))
        .containsExactly(999_901L);
  }

  /** A thousand from each end: some 90 of them are on a page, and on a page of the index 280. */
  @Test
  void theNumbersOfAStretchOfTimeAreFound() throws Exception {
    Tuple month = period(1, "2026-01-10T00:00:00Z", "2026-02-10T00:00:00Z");
    assertThat(cheap(FeedQueries.NUMBERS, 1, 60, month))
        .contains("plans_01_feed_at_idx", "plans_02_feed_at_idx");
    assertThat(numbers(month)).containsExactly(155_505L, 691_130L, 999_901L);
    Tuple always = period(1, "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z");
    cheap(FeedQueries.NUMBERS, 1, 60, always);
    assertThat(numbers(always)).containsExactly(1L, 999_900L, 999_901L);
  }

  /** Each of its hundred is on a page of its own, which is looked at from both ends. */
  @Test
  void theNumbersOfAFeedWithFewMessagesCostAPageForEach() throws Exception {
    Tuple always = period(2, "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z");
    assertThat(cheap(FeedQueries.NUMBERS, 1, 250, always)).contains("plans_01_feed_at_idx");
    assertThat(numbers(always)).containsExactly(1L, 100L, 100L);
  }

  @Test
  void aStretchOfTimeWithoutPartitionsTouchesNoMessages() throws Exception {
    Tuple later = period(1, "2026-05-01T00:00:00Z", "9999-12-31T00:00:00Z");
    String plan = plan(FeedQueries.NUMBERS, later);
    assertThat(plan).doesNotContain("plans_");
    assertThat(pages(plan)).as(plan).isLessThan(20);
    assertThat(numbers(later)).containsExactly(null, 0L, null);
  }

  @Test
  void howFeedsStandIsFoundByTheirNewest() throws Exception {
    cheap(
        FeedQueries.STANDINGS,
        2,
        60,
        Tuple.tuple().addValue(new String[] {"big", "small", "nobody wrote it"}));
  }
}
