package io.foyer.bench;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.PrintStream;

/** Asks all nodes in turn, twenty times a second, and says of each request what became of it. */
final class RequestLoop {
  private static final int EVERY_MS = 50;
  private static final int PATIENCE_MS = 400;

  private final Vertx vertx;
  private final PrintStream out;

  RequestLoop(Vertx vertx, PrintStream out) {
    this.vertx = vertx;
    this.out = out;
  }

  void start() {
    vertx.setPeriodic(EVERY_MS, any -> ask());
  }

  /** Says "called", the moment of the request in ms since 1970, and who answered or "nobody". */
  private void ask() {
    long asked = System.currentTimeMillis();
    vertx
        .eventBus()
        .<String>request(BenchNode.WORK, "?", new DeliveryOptions().setSendTimeout(PATIENCE_MS))
        .onSuccess(answer -> out.println("called " + asked + " " + answer.body()))
        .onFailure(failure -> out.println("called " + asked + " nobody"));
  }
}
