package io.foyer.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Stand-in of an SMTP server (RFC 5321) with STARTTLS (RFC 3207), implicit TLS and AUTH PLAIN (RFC
 * 4954): takes messages, keeps them for listeners and tests, and misbehaves on demand. It is
 * strict: commands out of order, unencrypted log-ins and overlong lines are refused.
 */
public final class SmtpStandIn {
  private static final int MOST_MAILS = 10_000;

  /** The step of the first greeting, for {@link #react}. */
  public static final String CONNECT = "CONNECT";

  /** The step that ends a message, for {@link #react}. */
  public static final String END_OF_DATA = ".";

  /**
   * A message that was taken.
   *
   * @param from envelope sender
   * @param recipients envelope recipients
   * @param content message with its headers, as it was sent, lines ended by CR LF
   * @param encrypted whether the connection was
   * @param user who logged in; empty for no log-in
   */
  public record ReceivedMail(
      String from, List<String> recipients, String content, boolean encrypted, String user) {
    public ReceivedMail {
      recipients = List.copyOf(recipients);
    }

    /** It as a mail program shows it. */
    public ReadMail read() {
      return ReadMail.of(content);
    }
  }

  /** What the server does at a step in place of its own reply. */
  public sealed interface Reaction {
    /** Sends this reply. A negative one ends the step without effect. */
    record Reply(String line) implements Reaction {}

    /** Sends nothing; a message is taken all the same. */
    record Silence() implements Reaction {}

    /** Closes the connection; a message is taken all the same. */
    record Close() implements Reaction {}
  }

  /**
   * How the server is set up.
   *
   * @param key key and certificate; absent for a server without TLS
   * @param implicitTls whether connections are encrypted from the first byte
   * @param users passwords by user; empty for a server without log-in
   */
  public record Setup(
      Optional<KeyCertOptions> key, boolean implicitTls, Map<String, String> users) {
    /** A server without TLS and log-in. */
    public static Setup plain() {
      return new Setup(Optional.empty(), false, Map.of());
    }

    public Setup {
      users = Map.copyOf(users);
    }
  }

  private final Setup setup;
  private final NetServer server;
  private final Recent<ReceivedMail> received = new Recent<>(MOST_MAILS);
  private final List<Consumer<ReceivedMail>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<Reaction>> reactions = new ConcurrentHashMap<>();

  /** A server, not yet listening. */
  public SmtpStandIn(Vertx vertx, Setup setup) {
    this.setup = setup;
    NetServerOptions options = new NetServerOptions().setHost("127.0.0.1");
    setup.key().ifPresent(options::setKeyCertOptions);
    this.server =
        vertx
            .createNetServer(options.setSsl(setup.implicitTls()))
            .connectHandler(socket -> new SmtpSession(this, socket).begin());
  }

  /** Listens on a port, 0 for any; returns the port. */
  public Future<Integer> listen(int port) {
    return server.listen(port, "127.0.0.1").map(NetServer::actualPort);
  }

  /** The last 10,000 messages taken, in order. */
  public List<ReceivedMail> received() {
    return received.items();
  }

  /** Adds a listener for messages, called on the server's event loop: must not block. */
  public void onMail(Consumer<ReceivedMail> listener) {
    listeners.add(listener);
  }

  /**
   * Reacts so at the next {@code times} times that a step is reached.
   *
   * @param step a command such as {@code RCPT}, {@link #CONNECT} or {@link #END_OF_DATA}
   */
  public void react(String step, int times, Reaction reaction) {
    Deque<Reaction> queue = reactions.computeIfAbsent(step, it -> new ArrayDeque<>());
    synchronized (queue) {
      for (int i = 0; i < times; i++) {
        queue.add(reaction);
      }
    }
  }

  Optional<Reaction> reaction(String step) {
    Deque<Reaction> queue = reactions.get(step);
    if (queue == null) {
      return Optional.empty();
    }
    synchronized (queue) {
      return Optional.ofNullable(queue.poll());
    }
  }

  Setup setup() {
    return setup;
  }

  void take(ReceivedMail mail) {
    received.add(mail);
    listeners.forEach(listener -> listener.accept(mail));
  }

  /** Closes the server and its connections. */
  public Future<Void> close() {
    return server.close();
  }
}
