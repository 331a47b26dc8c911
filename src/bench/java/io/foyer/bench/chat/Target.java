package io.foyer.bench.chat;

/** A server that is measured: a process of its own, which ends with this. */
interface Target extends AutoCloseable {
  String title();

  int port();

  /** The process whose processor time counts. */
  long pid();

  Dialect dialect();

  /** Makes rooms {@code <prefix>0} …, and member {@code i} one of number {@code i % rooms}. */
  void prepare(String prefix, int rooms, int members) throws Exception;

  /** Bytes on its heap that are in use after a collection. */
  long heap() throws Exception;

  @Override
  void close();
}
