package io.foyer.platform.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** State shared by the event loops of one server: connection count and draining. */
final class HttpServerState {
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final int maxConnections;

  HttpServerState(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  /** Counts a new connection; returns false, without counting it, if it exceeds the limit. */
  boolean admit() {
    if (connections.incrementAndGet() > maxConnections) {
      connections.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    connections.decrementAndGet();
  }

  int connections() {
    return connections.get();
  }

  void drain() {
    draining.set(true);
  }

  boolean draining() {
    return draining.get();
  }
}
