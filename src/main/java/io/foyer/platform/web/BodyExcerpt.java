package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Excerpt of an invalid body, so that reporting its errors takes little time whatever its size:
 * every member whose name the contract knows, a few of the others, and the first items of lists.
 */
final class BodyExcerpt {
  /** Above any list that the contract allows in a body. */
  static final int MOST_ITEMS = 100;

  private final Set<String> names;
  private int unknown;
  private int omitted;

  private BodyExcerpt(Set<String> names) {
    this.names = names;
  }

  /**
   * The excerpt.
   *
   * @param omitted members with unknown names that it lacks
   */
  record Cut(@Nullable Object value, int omitted) {}

  /**
   * Cuts a decoded body.
   *
   * @param names names of members that the contract knows
   */
  static Cut of(@Nullable Object body, Set<String> names) {
    BodyExcerpt excerpt = new BodyExcerpt(names);
    @Nullable Object value = excerpt.cut(body);
    return new Cut(value, excerpt.omitted);
  }

  private @Nullable Object cut(@Nullable Object value) {
    return switch (value) {
      case JsonObject object -> members(object);
      case JsonArray array -> items(array);
      case null, default -> value;
    };
  }

  private JsonObject members(JsonObject object) {
    JsonObject kept = new JsonObject();
    for (Map.Entry<String, Object> member : object) {
      if (names.contains(member.getKey())) {
        kept.put(member.getKey(), cut(member.getValue()));
      } else if (++unknown <= Problem.Invalid.MOST) {
        kept.put(member.getKey(), member.getValue());
      } else {
        omitted++;
      }
    }
    return kept;
  }

  private JsonArray items(JsonArray array) {
    JsonArray kept = new JsonArray();
    for (int i = 0; i < Math.min(array.size(), MOST_ITEMS); i++) {
      kept.add(cut(array.getValue(i)));
    }
    return kept;
  }
}
