package io.foyer.bench;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.Services;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What is done to the second node of a cluster, to its network or to Redis. */
enum InjectedFault {
  KILL("kill -9"),
  STOP("SIGSTOP"),
  PARTITION("partition"),
  REDIS("Redis restart");

  private static final int AWAY_SECONDS = 5;

  private final String title;

  InjectedFault(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  BenchCluster cluster(Contender contender) {
    return this == PARTITION ? BenchCluster.breakable(contender) : BenchCluster.direct(contender);
  }

  /** How many nodes answer when all is well again. */
  int answering() {
    return this == REDIS ? 3 : 1;
  }

  void strike(BenchCluster cluster, ChildProcess second) throws IOException, InterruptedException {
    switch (this) {
      case KILL -> second.signal("KILL");
      case STOP -> second.signal("STOP");
      case PARTITION -> cluster.cut();
      case REDIS -> restartRedis(cluster);
    }
  }

  /** Redis holds nothing when it is back: only what the nodes tell it anew leads to the third. */
  private static void restartRedis(BenchCluster cluster) throws IOException, InterruptedException {
    Services.find().controlRedis("kill");
    TimeUnit.SECONDS.sleep(AWAY_SECONDS);
    Services.find().controlRedis("start");
    cluster.join();
  }
}
