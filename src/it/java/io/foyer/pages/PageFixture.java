package io.foyer.pages;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.Ports;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The program and a real browser. As a registered extension of a test class that has one instance
 * it closes with the class.
 */
final class PageFixture implements AutoCloseable, AfterAllCallback {
  private final ProgramFixture program;
  private final Chromium chromium;
  private final String base;

  private PageFixture(ProgramFixture program, Chromium chromium, String base) {
    this.program = program;
    this.chromium = chromium;
    this.base = base;
  }

  static PageFixture open(String name) {
    int port = Ports.free();
    return open(name, address(port), at(port));
  }

  /** The same with more settings. */
  static PageFixture open(String name, Map<String, String> more) {
    int port = Ports.free();
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(at(port));
    return open(name, address(port), settings);
  }

  /** The same with its pages at {@code base}, where something leads to the nodes. */
  static PageFixture open(String name, String base, Map<String, String> settings) {
    Chromium chromium = Chromium.get();
    return new PageFixture(ProgramFixture.open(name, settings), chromium, base);
  }

  /** Pages are used where they say they are: cookies and origins rest on it. */
  private static Map<String, String> at(int port) {
    return Map.of("HTTP_ADDR", "127.0.0.1:" + port, "PUBLIC_URL", address(port));
  }

  private static String address(int port) {
    return "http://127.0.0.1:" + port;
  }

  ProgramFixture program() {
    return program;
  }

  /** People at the first node's API. */
  People people() {
    return new People(program.node().port());
  }

  /** Somebody new; returns the handle. */
  String registered() {
    String handle = People.unused();
    people().registered(handle);
    return handle;
  }

  /** One more node on the same database; its address. */
  String secondNode() throws Exception {
    int port = Ports.free();
    program.node(at(port));
    return address(port);
  }

  /** A new browser profile at the first node. */
  Visit visit() {
    return chromium.visit(base);
  }

  /** A new browser profile at another node. */
  Visit visitOf(String node) {
    return chromium.visit(node);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    program.close();
  }
}
