package io.foyer.platform.web;

import io.foyer.platform.config.HostPort;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The bounds of the HTTP edge.
 *
 * @param address port 0 lets the system choose
 * @param timeout the longest a request may take; a silent connection is closed after twice that
 * @param maxBody the largest request body of the API, in bytes
 * @param publicUrl the outside address; https makes browsers stay on https
 * @param instances event loops that share the port
 * @param maxConnections connections over this number are closed at once
 */
public record HttpServerSettings(
    HostPort address,
    Duration timeout,
    int maxBody,
    Optional<URI> publicUrl,
    int instances,
    int maxConnections) {
  private static final int MAX_CONNECTIONS = 16_384;

  /** Checks the bounds. */
  public HttpServerSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive");
    }
    if (maxBody <= 0 || instances <= 0 || maxConnections <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** One event loop per core, and the usual number of connections. */
  public static HttpServerSettings of(
      HostPort address, Duration timeout, int maxBody, Optional<URI> publicUrl) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new HttpServerSettings(address, timeout, maxBody, publicUrl, cores, MAX_CONNECTIONS);
  }

  /** How long a connection may be silent or a request may arrive. */
  Duration patience() {
    return timeout.multipliedBy(2);
  }

  HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setHost(address.host())
        // Minus one is Vert.x's way to let several event loops share one chosen port.
        .setPort(address.port() == 0 ? -1 : address.port())
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true)
        .setIdleTimeout(Math.toIntExact(patience().toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxInitialLineLength(4_096)
        .setMaxHeaderSize(8_192)
        .setMaxWebSocketFrameSize(65_536)
        .setMaxWebSocketMessageSize(262_144)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        // Thousands come back at once when a node dies; whom the kernel turns away waits a second.
        .setAcceptBacklog(8_192);
  }
}
