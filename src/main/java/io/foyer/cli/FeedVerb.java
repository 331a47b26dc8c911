package io.foyer.cli;

import io.foyer.cli.CommandHandlers.FeedExport;
import io.foyer.cli.CommandHandlers.FeedFormat;
import io.foyer.cli.CommandHandlers.FeedName;
import io.foyer.cli.CommandHandlers.FeedPublication;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code foyer feed}. */
@Command(
    name = "feed",
    description = "Publishes sample feeds to NATS, and writes feeds out.",
    synopsisSubcommandLabel = "VERB")
final class FeedVerb implements Runnable {
  private static final double FASTEST = 1_000_000;

  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  @Spec private CommandSpec spec = CommandSpec.create();

  FeedVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing verb");
  }

  @Command(name = "publish", description = "Publishes the two sample feeds, until Ctrl-C.")
  int publish(
      @Option(
              names = "--feed",
              split = ",",
              paramLabel = "SUBJECT",
              description = "Only these: ${COMPLETION-CANDIDATES}.")
          @Nullable List<FeedName> feeds,
      @Option(
              names = "--rate",
              paramLabel = "N",
              description = "Messages a second in each; else 10 and 5, as the originals.")
          @Nullable Double rate,
      @Option(
              names = "--count",
              paramLabel = "N",
              description = "Ends after so many messages in each.")
          @Nullable Long count,
      @Option(
              names = "--js",
              description = "Through JetStream, each under an id and until it is confirmed.")
          boolean confirmed) {
    if (rate != null && !(rate > 0 && rate <= FASTEST)) {
      throw new ParameterException(
          spec.commandLine(), "--rate must be above 0 and at most 1000000");
    }
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 or more");
    }
    FeedPublication wish =
        new FeedPublication(
            feeds == null ? List.of() : feeds,
            rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
            count == null ? OptionalLong.empty() : OptionalLong.of(count),
            confirmed);
    return commandRunner.with(config -> commandHandlers.publishFeeds(config, wish));
  }

  @Command(name = "export", description = "Writes the messages of a feed out, oldest first.")
  int export(
      @Parameters(paramLabel = "SUBJECT", description = "The feed.") String subject,
      @Option(
              names = "--format",
              defaultValue = "NDJSON",
              paramLabel = "FORMAT",
              description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} where not given.")
          FeedFormat format,
      @Option(
              names = "--after",
              defaultValue = "0",
              paramLabel = "NUMBER",
              description = "Only those with greater numbers.")
          long after,
      @Option(names = "--from", paramLabel = "TIME", description = "Not earlier, ISO 8601.")
          @Nullable Instant from,
      @Option(names = "--to", paramLabel = "TIME", description = "Earlier than this.")
          @Nullable Instant to,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "The file to write; else standard output.")
          @Nullable Path file) {
    if (after < 0) {
      throw new ParameterException(spec.commandLine(), "--after must be 0 or more");
    }
    FeedExport wish =
        new FeedExport(
            subject,
            format,
            after,
            Optional.ofNullable(from),
            Optional.ofNullable(to),
            Optional.ofNullable(file));
    return commandRunner.with(config -> commandHandlers.exportFeed(config, wish));
  }
}
