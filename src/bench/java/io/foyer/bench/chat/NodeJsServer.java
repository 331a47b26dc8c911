package io.foyer.bench.chat;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.NodeJs;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;

/** A server under Node, one of {@code src/support/node}. Rooms are made by whoever enters. */
final class NodeJsServer implements Target {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String title;
  private final Dialect dialect;
  private final ChildProcess process;
  private final int port;

  NodeJsServer(String title, String script, Dialect dialect) {
    this.title = title;
    this.dialect = dialect;
    this.process =
        ChildProcess.start(
            NodeJs.program(List.of("--expose-gc"), script).redirectError(Redirect.INHERIT));
    this.port = Integer.parseInt(process.expectLine("port", PATIENCE).getFirst());
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public void prepare(String prefix, int rooms, int members) {}

  @Override
  public long heap() {
    process.writeLine("memory");
    return Long.parseLong(process.expectLine("memory", PATIENCE).getLast());
  }

  @Override
  public void close() {
    process.close();
  }
}
