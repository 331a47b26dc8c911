package io.foyer.chat.hub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What the hub counts. */
final class HubMeters {
  private final MeterRegistry registry;
  private final AtomicInteger seats = new AtomicInteger();
  private final Counter delivered;
  private final Counter caughtUp;
  private final Counter catchUps;
  private final Counter pages;
  private final Counter slow;
  private final Counter silent;

  HubMeters(MeterRegistry registry) {
    this.registry = registry;
    delivered = counter("foyer.chat.deliveries", "Events handed to sockets, with everybody else's");
    caughtUp = counter("foyer.chat.deliveries.late", "Events handed to sockets that were behind");
    catchUps = counter("foyer.chat.catchups", "Readings of the log because events were missing");
    pages = counter("foyer.chat.pages", "Pages of the log read for those who were behind");
    slow = counter("foyer.chat.slow", "Times a socket was full while something waited for it");
    silent = counter("foyer.chat.silent", "Sockets closed because they took nothing for too long");
    Gauge.builder("foyer.chat.seats", seats, AtomicInteger::get)
        .description("Connections that receive events of the chat hub")
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Rooms, and places in them, are counted where they are. */
  void rooms(Supplier<Number> rooms, Supplier<Number> places) {
    Gauge.builder("foyer.chat.rooms", rooms)
        .description("Rooms that somebody on this node watches")
        .register(registry);
    Gauge.builder("foyer.chat.places", places)
        .description("Rooms watched, summed over all connections")
        .register(registry);
  }

  void sat() {
    seats.incrementAndGet();
  }

  void stood() {
    seats.decrementAndGet();
  }

  void delivered(int sockets, int events) {
    if (sockets > 0) {
      delivered.increment((double) sockets * events);
    }
  }

  void caughtUp(int events) {
    caughtUp.increment(events);
  }

  void catchUp() {
    catchUps.increment();
  }

  void page() {
    pages.increment();
  }

  void slow() {
    slow.increment();
  }

  void silent() {
    silent.increment();
  }
}
