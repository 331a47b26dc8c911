package io.foyer.platform.web;

import io.foyer.platform.config.HostPort;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Limits and address of the HTTP server.
 *
 * @param address listen address; port 0 lets the system choose
 * @param timeout the longest a request may take; an idle connection is closed after twice that
 * @param maxBody largest request body of the API, in bytes
 * @param publicUrl public URL; https enables HSTS
 * @param instances event loops that share the port
 * @param maxConnections connections over this number are closed at once
 * @param maxPerPeer the same for one peer that is no trusted proxy: silent connections of one
 *     machine must not turn others away
 */
public record HttpServerSettings(
    HostPort address,
    Duration timeout,
    int maxBody,
    Optional<URI> publicUrl,
    int instances,
    int maxConnections,
    int maxPerPeer) {
  private static final int MAX_CONNECTIONS = 16_384;
  private static final int MAX_PER_PEER = MAX_CONNECTIONS / 4;

  /** Validates the limits. */
  public HttpServerSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive");
    }
    if (maxBody <= 0 || instances <= 0 || maxConnections <= 0 || maxPerPeer <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** Defaults: one event loop per core, 16,384 connections, a quarter of them for one peer. */
  public static HttpServerSettings of(
      HostPort address, Duration timeout, int maxBody, Optional<URI> publicUrl) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new HttpServerSettings(
        address, timeout, maxBody, publicUrl, cores, MAX_CONNECTIONS, MAX_PER_PEER);
  }

  /** Timeout of an idle connection and of reading a request. */
  Duration patience() {
    return timeout.multipliedBy(2);
  }

  HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setHost(address.host())
        // In Vert.x -1 means: a random port that all event loops share.
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
        // Thousands reconnect at once when a node dies; a dropped SYN is retried after a second.
        .setAcceptBacklog(8_192);
  }
}
