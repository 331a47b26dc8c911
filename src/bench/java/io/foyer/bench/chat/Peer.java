package io.foyer.bench.chat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A server under Node, one of {@code src/support/node}. Rooms are made by whoever enters. */
final class Peer implements Target {
  private static final String FOLDER = "target/node";

  private final String title;
  private final Dialect dialect;
  private final Process process;
  private final BufferedReader said;
  private final PrintWriter commands;
  private final int port;

  Peer(String title, String script, Dialect dialect) throws IOException {
    this.title = title;
    this.dialect = dialect;
    this.process =
        new ProcessBuilder("node", "--expose-gc", script)
            .directory(new File(FOLDER))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.said = process.inputReader(StandardCharsets.UTF_8);
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.port = Integer.parseInt(answer()[1]);
  }

  private String[] answer() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IllegalStateException(title + " has ended; 'make bench-chat' installs it");
    }
    return line.split(" ", -1);
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
  public long heap() throws IOException {
    commands.println("memory");
    return Long.parseLong(answer()[2]);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
