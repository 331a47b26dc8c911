package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private ServerSocket echo;
  private TcpProxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    echo = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::echo);
    proxy = new TcpProxy("127.0.0.1", echo.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(5_000);
    assertThat(ask("hello")).isEqualTo("hello");
    heard.clear();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    echo.close();
  }

  private void echo() {
    try {
      while (true) {
        Socket socket = echo.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void echo(Socket socket) {
    byte[] buffer = new byte[1_000];
    try (socket) {
      for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
        heard.add(new String(buffer, 0, n, StandardCharsets.UTF_8));
        socket.getOutputStream().write(buffer, 0, n);
        n = socket.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      // Cut off.
    }
  }

  private void say(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private String hear() throws IOException {
    byte[] buffer = new byte[1_000];
    int n = client.getInputStream().read(buffer);
    return n < 0 ? "end" : new String(buffer, 0, n, StandardCharsets.UTF_8);
  }

  private String ask(String text) throws IOException {
    say(text);
    return hear();
  }

  @Test
  void delayedBytesArriveLater() throws IOException {
    proxy.delay(Duration.ofMillis(150));
    long from = System.nanoTime();
    assertThat(ask("late")).isEqualTo("late");
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void frozenConnectionStaysSilentAndGoesOnAfterwards() throws IOException {
    proxy.freeze();
    client.setSoTimeout(200);
    assertThatThrownBy(() -> ask("anybody?")).isInstanceOf(SocketTimeoutException.class);
    proxy.heal();
    client.setSoTimeout(5_000);
    assertThat(hear()).isEqualTo("anybody?");
  }

  @Test
  void resetEndsInAnError() {
    proxy.reset();
    assertThatThrownBy(this::hear).isInstanceOf(SocketException.class);
  }

  @Test
  void cutEndsInOrder() throws IOException {
    proxy.cut();
    assertThat(hear()).isEqualTo("end");
  }

  @Test
  void connectionBreaksInTheMiddleOfAFrame() throws Exception {
    proxy.resetAfter(4);
    say("0123456789");
    // What was let through may be answered before the break; after it, nothing is.
    assertThatThrownBy(() -> hear().concat(hear())).isInstanceOf(SocketException.class);
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("0123");
  }

  @Test
  void commitArrivesAndItsAnswerIsLost() throws Exception {
    proxy.loseCommitAnswers(1);
    assertThatThrownBy(() -> ask("COMMIT")).isInstanceOf(SocketException.class);
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("COMMIT");
    assertThat(proxy.commitsToLose()).isZero();
  }

  @Test
  void refusedConnectionsFail() {
    proxy.refuse();
    assertThatThrownBy(
            () -> {
              try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                late.setSoTimeout(5_000);
                late.getInputStream().read();
              }
            })
        .isInstanceOf(IOException.class);
  }
}
