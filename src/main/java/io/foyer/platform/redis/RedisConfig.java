package io.foyer.platform.redis;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.DurationRange;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The connection to Redis: one server by its address, or the master that Sentinels name. The whole
 * group is absent where one node runs alone.
 */
public record RedisConfig(
    @Description(
            value = "The address of the server; it holds no password.",
            allowed =
                "redis://host:port/database, or rediss:// for TLS; either this or `sentinels` is"
                    + " required",
            absent = "the Sentinels name the server",
            example = "redis://localhost:6379")
        Optional<String> url,
    @Description("The Sentinels that name the server, in place of `url`.") @Default("")
        List<HostPort> sentinels,
    @Description("The name of the master at the Sentinels.") @Default("mymaster") String masterName,
    @Description("The user that Foyer logs in as; empty means the server's default user.")
        @Default("")
        String user,
    @Description(
            value = "The password of that user.",
            absent = "Foyer does not log in",
            example = "change-me")
        Optional<Secret> password,
    @Description("Whether the Sentinels, and the servers that they name, use TLS.")
        @Default("false")
        boolean tls,
    @Description(
            value = "A PEM file with the certificates to trust.",
            absent = "those of the system",
            example = "/etc/ssl/redis.pem")
        Optional<Path> tlsCa,
    @Description("The longest time that a connection may take to open, or to answer a ping.")
        @Default("2s")
        @DurationRange(least = "10ms", most = "1m")
        Duration timeout,
    @Description(
            value = "The beginning of every key and channel; it keeps two clusters apart.",
            allowed = "1 to 32 letters, digits, dots, underscores and hyphens")
        @Default("foyer")
        String prefix) {
  private static final Pattern URL =
      Pattern.compile("rediss?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(/[0-9]{0,4})?");

  /** Checks that there is one way to Redis. */
  public RedisConfig {
    sentinels = List.copyOf(sentinels);
    new Checks()
        .that(url.isPresent() != !sentinels.isEmpty(), "url", "must be set, or else sentinels")
        .that(
            url.isEmpty() || URL.matcher(url.get()).matches(),
            "url",
            "must be redis://host:port/database or rediss://…; a password goes into password")
        .that(prefix.matches("[A-Za-z0-9._-]{1,32}"), "prefix", "must be a short plain name")
        .done();
  }

  /** Whether connections are encrypted. */
  public boolean encrypted() {
    return tls || url.map(URI::create).filter(it -> it.getScheme().equals("rediss")).isPresent();
  }
}
