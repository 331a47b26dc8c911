package io.foyer.platform.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What the event loops of one edge share. */
final class HttpServerState {
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final int maxConnections;

  HttpServerState(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  /** Counts a connection; false, and not counted, if it is one too many. */
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
