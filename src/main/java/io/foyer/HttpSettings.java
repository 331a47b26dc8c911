package io.foyer;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Cidr;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Range;
import io.foyer.platform.limits.LimitsConfig;
import io.foyer.platform.web.Origins;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The public HTTP server and the management server. */
public record HttpSettings(
    @Description("The address of the public HTTP server: webhooks, the API and the pages.")
        @Default("0.0.0.0:8080")
        HostPort httpAddr,
    @Description(
            "The address of the management server with health, readiness and metrics, which asks"
                + " for no password.")
        @Default("127.0.0.1:8081")
        HostPort managementAddr,
    @Description(
            value = "The address that people use from outside; links in messages begin with it.",
            absent = "`http://localhost` with the port of `http_addr`",
            example = "https://foyer.example.org")
        Optional<URI> publicUrl,
    @Description(
            value =
                "Further origins whose pages may call the API with a bearer token; they never get"
                    + " the session cookie.",
            allowed = "origins such as https://app.example.org, without a path")
        @Default("")
        List<URI> allowedOrigins,
    @Description("The proxies whose `X-Forwarded-For` header is believed.") @Default("")
        List<Cidr> trustedProxies,
    @Description(
            "The longest time that one HTTP request may take; a connection that is silent for twice"
                + " as long is closed.")
        @Default("10s")
        Duration timeout,
    @Description(value = "The largest request body.", unit = "bytes")
        @Default("65536")
        @Range(least = 1024, most = 16 * 1024 * 1024)
        int maxBody,
    @Description(
            "The rate limits of the API: each client has a burst that refills evenly over the"
                + " interval, and a request over it gets 429. Webhooks, pages and the management"
                + " server are not limited.")
        LimitsConfig limits) {
  /** Makes the lists unmodifiable and checks the origins. */
  public HttpSettings {
    trustedProxies = List.copyOf(trustedProxies);
    allowedOrigins = List.copyOf(allowedOrigins);
    new Checks()
        .that(
            allowedOrigins.stream().allMatch(Origins::isOrigin),
            "allowed_origins",
            "must be origins such as https://example.org, without a path")
        .done();
  }

  /** The outside address: the configured one, or this machine under the port that is served. */
  public URI publicAddress(int port) {
    return publicUrl.orElseGet(() -> URI.create("http://localhost:" + port));
  }

  /** The outside address as links begin with it, without a slash at the end. */
  String publicBase() {
    String base = publicAddress(httpAddr.port()).toString();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }
}
