package io.foyer.bench.chat;

/**
 * What a span of a run did and used.
 *
 * @param count deliveries or acks
 * @param cpu µs of the server
 * @param database µs of PostgreSQL
 */
record Spent(long count, double seconds, double cpu, double database) {
  double perSecond() {
    return count / seconds;
  }

  double cpuEach() {
    return cpu / count;
  }

  double databaseEach() {
    return database / count;
  }
}
