package io.foyer.bench.chat;

import java.util.concurrent.TimeUnit;

/**
 * What members cost who say nothing.
 *
 * @param heap bytes each
 * @param resident bytes each, of the whole process
 * @param cpu µs to let one in
 * @param perSecond how many came in
 */
record Idle(double heap, double resident, double cpu, double perSecond) {
  private static final int ROOM = 100;

  /** Lets some in and out first, so that what is made once is made. */
  static Idle measure(Target target, int members, int before) throws Exception {
    int rooms = Math.max(1, members / ROOM);
    target.prepare("idle", rooms, members);
    Crowd first = new Crowd(target.port(), target.dialect(), before, i -> "idle" + i % rooms);
    TimeUnit.SECONDS.sleep(1);
    first.close();
    TimeUnit.SECONDS.sleep(2);
    long heap = target.heap();
    long resident = Gauge.resident(target.pid());
    double cpu = Gauge.cpu(target.pid());
    try (Crowd crowd =
        new Crowd(target.port(), target.dialect(), members, i -> "idle" + i % rooms)) {
      double used = Gauge.cpu(target.pid()) - cpu;
      TimeUnit.SECONDS.sleep(3);
      return new Idle(
          (double) (target.heap() - heap) / members,
          (double) (Gauge.resident(target.pid()) - resident) / members,
          used / members,
          members / (crowd.took().toMillis() / 1000.0));
    }
  }
}
