package io.foyer.feeds;

import com.google.protobuf.Descriptors.Descriptor;
import io.foyer.feeds.proto.EventProto;
import io.foyer.feeds.proto.ExecutionProto;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Configuration of a feed.
 *
 * @param subject NATS subject, without wildcards
 * @param table table in schema {@code feeds}, a checked identifier
 */
record Definition(String subject, String table, MessageSchema messageSchema, FeedAcl feedAcl) {
  // A dot between tokens; what NATS allows besides is legal, but nothing that people would type.
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final List<String> VIEWS = List.of("sport_event", "execution");

  /** Refuses what makes no subject or no table. */
  Definition {
    if (!SUBJECT.matcher(subject).matches() || subject.length() > 200) {
      throw new IllegalArgumentException(
          "subject " + subject + " must be tokens of letters, digits, _ and -, with dots between");
    }
    if (!TABLE.matcher(table).matches() || VIEWS.contains(table)) {
      throw new IllegalArgumentException(
          "table "
              + table
              + " must be a lower-case letter, then letters, digits and _, 48 at most,"
              + " and neither sport_event nor execution");
    }
  }

  /** The two feeds of st-chat. */
  static List<Definition> samples() {
    return List.of(
        new Definition(
            "sport_event", "sport_events", format(EventProto.event.getDescriptor()), FeedAcl.USERS),
        new Definition(
            "execution",
            "executions",
            format(ExecutionProto.execution.getDescriptor()),
            FeedAcl.USERS));
  }

  private static MessageSchema format(Descriptor message) {
    return new MessageSchema(message);
  }
}
