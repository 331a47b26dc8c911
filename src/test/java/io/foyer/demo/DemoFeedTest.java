package io.foyer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A live page receives everything in order, and memory use stays small. */
class DemoFeedTest {
  private final DemoFeed feed = new DemoFeed();

  private static final class Listener implements DemoFeed.Reader {
    private final List<String> heard = new ArrayList<>();
    private boolean ended;

    @Override
    public void accept(JsonObject event) {
      heard.add(event.getString("id"));
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private static JsonObject event(String id) {
    return new JsonObject().put("id", id);
  }

  @Test
  void whoComesLateHearsWhatHappenedAndThenWhatFollows() {
    Listener late = new Listener();
    feed.publish(event("a"));

    feed.join(late);
    feed.publish(event("b"));

    assertThat(late.heard).containsExactly("a", "b");
  }

  @Test
  void onlyTheLastFiftyAreKept() {
    IntStream.range(0, 60).forEach(i -> feed.publish(event("e" + i)));
    Listener late = new Listener();

    feed.join(late);

    assertThat(late.heard).hasSize(50).startsWith("e10").endsWith("e59");
  }

  @Test
  void anEventToldAgainTakesThePlaceOfTheFormer() {
    feed.publish(event("a"));
    feed.publish(event("b"));
    feed.publish(event("a"));
    Listener late = new Listener();

    feed.join(late);

    assertThat(late.heard).containsExactly("b", "a");
  }

  @Test
  void whoHasLeftHearsNoMore() {
    Listener listener = new Listener();
    feed.join(listener);

    feed.leave(listener);
    feed.publish(event("a"));

    assertThat(listener.heard).isEmpty();
  }

  @Test
  void theHouseTakesSoManyReadersAndNoneOnceClosed() {
    Listener first = new Listener();
    feed.join(first);
    IntStream.range(1, 32).forEach(i -> assertThat(feed.join(new Listener())).isTrue());
    assertThat(feed.join(new Listener())).isFalse();

    feed.close();

    assertThat(first.ended).isTrue();
    assertThat(feed.join(new Listener())).isFalse();
  }
}
