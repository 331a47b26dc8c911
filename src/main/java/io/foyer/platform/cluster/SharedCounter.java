package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.shareddata.Counter;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;

/** Cluster-wide counter in Redis. Starts at 0, and again at 0 if Redis loses its data. */
final class SharedCounter implements Counter {
  private final ContextDispatcher dispatcher;
  private final String name;

  SharedCounter(ContextDispatcher dispatcher, String name) {
    this.dispatcher = dispatcher;
    this.name = name;
  }

  @Override
  public Future<Long> get() {
    return dispatcher
        .dispatch(member -> member.redis().command(Command.GET, "c:" + name))
        .map(answer -> answer == null ? 0L : answer.toLong());
  }

  @Override
  public Future<Long> incrementAndGet() {
    return addAndGet(1);
  }

  @Override
  public Future<Long> getAndIncrement() {
    return getAndAdd(1);
  }

  @Override
  public Future<Long> decrementAndGet() {
    return addAndGet(-1);
  }

  @Override
  public Future<Long> addAndGet(long value) {
    return dispatcher
        .dispatch(
            member -> member.redis().command(Command.INCRBY, "c:" + name, Long.toString(value)))
        .map(Response::toLong);
  }

  @Override
  public Future<Long> getAndAdd(long value) {
    return addAndGet(value).map(sum -> sum - value);
  }

  @Override
  public Future<Boolean> compareAndSet(long expected, long value) {
    List<String> arguments = List.of(name, Long.toString(expected), Long.toString(value));
    return dispatcher
        .dispatch(member -> member.redis().run(Script.COMPARE, arguments))
        .map(answer -> answer.toInteger() == 1);
  }
}
