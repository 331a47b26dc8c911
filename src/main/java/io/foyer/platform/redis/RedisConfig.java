package io.foyer.platform.redis;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Redis connection settings: one server by its address, or the master that Sentinels report. The
 * whole group is absent for a single node.
 *
 * @param url {@code redis://host:port/database}, with {@code rediss} over TLS; holds no password
 * @param sentinels in place of {@code url}
 * @param masterName name of the master at the Sentinels
 * @param user empty for the server's default user
 * @param tls whether Sentinels and the servers they report use TLS
 * @param tlsCa trusted certificates in PEM; the system's where absent
 * @param timeout timeout for connecting and for a ping
 * @param prefix prefix of every key and channel
 */
public record RedisConfig(
    Optional<String> url,
    @Default("") List<HostPort> sentinels,
    @Default("mymaster") String masterName,
    @Default("") String user,
    Optional<Secret> password,
    @Default("false") boolean tls,
    Optional<Path> tlsCa,
    @Default("2s") Duration timeout,
    @Default("foyer") String prefix) {
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
        .that(
            timeout.toMillis() >= 10 && timeout.toSeconds() <= 60, "timeout", "must be 10ms to 1m")
        .done();
  }

  /** Whether connections are encrypted. */
  public boolean encrypted() {
    return tls || url.map(URI::create).filter(it -> it.getScheme().equals("rediss")).isPresent();
  }
}
