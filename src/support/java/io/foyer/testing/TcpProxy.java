package io.foyer.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bad network between a client and a server on loopback. Does nothing until told; what it is told
 * holds for connections that are open too. A thread for each direction: made for tens of
 * connections.
 */
public final class TcpProxy implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicLong commitsToCut = new AtomicLong();
  private final AtomicLong bytesLeft = new AtomicLong(NEVER);
  private final Object thaw = new Object();
  private volatile Duration delay = Duration.ZERO;
  private volatile long bytesPerSecond = NEVER;
  private volatile boolean frozen;
  private volatile boolean refusing;

  /** Listens on a free port and forwards to {@code host:port}. */
  public TcpProxy(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Every chunk arrives this much later, in each direction. */
  public void delay(Duration by) {
    delay = by;
  }

  /** No connection is faster than this, in each direction. */
  public void bandwidth(long bytesEachSecond) {
    bytesPerSecond = bytesEachSecond;
  }

  /** Half-open: every connection stays, nothing passes, new ones are taken and stay silent. */
  public void freeze() {
    frozen = true;
  }

  /** Ends every connection in order. */
  public void cut() {
    links.forEach(link -> link.end(false));
  }

  /** Ends every connection with RST, wherever it is in a frame. */
  public void reset() {
    links.forEach(link -> link.end(true));
  }

  /** Refuses new connections and resets the open ones. */
  public void refuse() {
    refusing = true;
    reset();
  }

  /** Resets the connection that carries the {@code bytes}-th byte from now on, once. */
  public void resetAfter(long bytes) {
    bytesLeft.set(bytes);
  }

  /** Lets the next {@code times} COMMITs through and resets before their answers come back. */
  public void loseCommitAnswers(int times) {
    commitsToCut.set(times);
  }

  /** How many answers to COMMIT are still to be lost. */
  public long commitsToLose() {
    return commitsToCut.get();
  }

  /** All is well again, for what is open and what comes. */
  public void heal() {
    delay = Duration.ZERO;
    bytesPerSecond = NEVER;
    refusing = false;
    commitsToCut.set(0);
    bytesLeft.set(NEVER);
    synchronized (thaw) {
      frozen = false;
      thaw.notifyAll();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    heal();
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket client) {
    try {
      if (refusing) {
        client.setSoLinger(true, 0);
        client.close();
        return;
      }
      Link link = new Link(client, new Socket(host, port), new AtomicBoolean());
      links.add(link);
      Thread.ofVirtual().start(() -> pump(link, link.client(), link.server(), true));
      Thread.ofVirtual().start(() -> pump(link, link.server(), link.client(), false));
    } catch (IOException e) {
      quietly(client);
    }
  }

  private void pump(Link link, Socket from, Socket to, boolean asking) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hold(n);
        boolean last = asking && losesAnswer(buffer, n);
        if (last) {
          link.mute(); // before the server can answer
        }
        // Counted before it arrives: who has read it may say how much is to come.
        long left = takeFromLeft(n);
        if (asking || !link.muted().get()) {
          out.write(buffer, 0, (int) Math.min(n, left));
        }
        if (left <= n || last) {
          link.end(true);
        }
      }
      link.end(false);
    } catch (IOException e) {
      link.end(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      links.remove(link);
    }
  }

  private void hold(int bytes) throws InterruptedException {
    synchronized (thaw) {
      while (frozen) {
        thaw.wait();
      }
    }
    long limit = bytesPerSecond;
    Thread.sleep(delay.plusMillis(limit == NEVER ? 0 : bytes * 1000L / limit));
  }

  /** What was left before; whoever takes the last of it is the only one to be cut. */
  private long takeFromLeft(int bytes) {
    return bytesLeft.getAndUpdate(left -> left == NEVER || left <= bytes ? NEVER : left - bytes);
  }

  private boolean losesAnswer(byte[] buffer, int length) {
    return commitsToCut.get() > 0
        && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")
        && commitsToCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private record Link(Socket client, Socket server, AtomicBoolean muted) {
    void mute() {
      muted.set(true);
    }

    void end(boolean reset) {
      try {
        client.setSoLinger(reset, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      quietly(client);
      // The server reads what came so far: a commit that is under way takes place.
      quietly(server);
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to close.
    }
  }
}
