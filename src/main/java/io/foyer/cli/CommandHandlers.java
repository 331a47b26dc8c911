package io.foyer.cli;

import io.foyer.FoyerConfig;
import io.foyer.platform.config.Sources;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the verbs do, once the configuration was found good and logging runs. Each returns when it
 * is done, with the exit code of the process. {@link io.foyer.platform.ProblemException} and {@link
 * io.foyer.platform.config.ConfigException} are told as they are and end with 1.
 */
public interface CommandHandlers {
  /** Runs the roles of {@code config} until the process is told to stop and has drained. */
  int run(FoyerConfig config);

  /** Brings the database to the newest schema. */
  int migrate(FoyerConfig config);

  /**
   * Runs the same program together with stand-ins for the outside.
   *
   * @param reload reads the settings once more, from changed sources
   */
  int demo(FoyerConfig config, Function<UnaryOperator<Sources>, FoyerConfig> reload);

  /** Writes everything that is kept into {@code target}. */
  int backup(FoyerConfig config, Path target);

  /** Puts back what {@link #backup} wrote. */
  int restore(FoyerConfig config, Path source);

  /** Takes over what an older system left in the configured database. */
  int importFrom(FoyerConfig config, OldSystem system);

  /** Prints outbox messages. */
  int listOutbox(FoyerConfig config, OutboxQuery query);

  /** Sends messages again that have failed or whose answer was lost. */
  int replayOutbox(FoyerConfig config, OutboxReplay replay);

  /** Makes an account that administers. */
  int createAdmin(FoyerConfig config, CreateAdminRequest wish);

  /** Publishes the sample feeds until it is told to stop. */
  int publishFeeds(FoyerConfig config, FeedPublication wish);

  /** Writes a feed of the catalogue out. */
  int exportFeed(FoyerConfig config, FeedExport wish);

  /** A sample feed. */
  enum FeedName {
    SPORT_EVENT("sport_event"),
    EXECUTION("execution");

    private final String subject;

    FeedName(String subject) {
      this.subject = subject;
    }

    @Override
    public String toString() {
      return subject;
    }
  }

  /**
   * What to publish.
   *
   * @param feeds these; empty means both
   * @param rate messages a second in each; empty means that of the originals
   * @param count messages in each; empty means no end
   * @param confirmed through JetStream, each under an id of its own
   */
  record FeedPublication(
      List<FeedName> feeds, OptionalDouble rate, OptionalLong count, boolean confirmed) {
    public FeedPublication {
      feeds = List.copyOf(feeds);
    }
  }

  /** How a feed is written out. */
  enum FeedFormat {
    NDJSON,
    CSV
  }

  /**
   * What to write out.
   *
   * @param after the numbers above this one
   * @param from in it, {@code to} not; empty means no bound
   * @param file empty means standard output
   */
  record FeedExport(
      String subject,
      FeedFormat format,
      long after,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Path> file) {}

  /**
   * Who shall administer; empty parts are those of the settings {@code admin.*}.
   *
   * @param passwordFile its first line is the password; where there is none at all, one is made and
   *     printed
   */
  record CreateAdminRequest(
      Optional<String> handle, Optional<String> email, Optional<Path> passwordFile) {}

  /** A system whose tables can be taken over. */
  enum OldSystem {
    JITSI_42("42-jitsi");

    private final String label;

    OldSystem(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * Which messages to list.
   *
   * @param states such as {@code failed}; empty means every state
   * @param limit the most lines
   */
  record OutboxQuery(List<String> states, int limit) {
    public OutboxQuery {
      states = List.copyOf(states);
    }
  }

  /**
   * Which messages to send again.
   *
   * @param ids these; empty means all that have failed
   * @param unknown also those whose answer was lost, which somebody may have got already
   */
  record OutboxReplay(List<String> ids, boolean unknown) {
    public OutboxReplay {
      ids = List.copyOf(ids);
    }
  }
}
