package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Says back what it hears, for the Autobahn test suite: the sockets of {@code /ws} with larger
 * limits. The suite's plugin calls {@link #main} inside Maven, whose own libraries are older, so it
 * runs in a process of its own.
 */
public final class AutobahnServer {
  private static final int LARGEST = 16 * 1024 * 1024;

  private AutobahnServer() {}

  /** Serves the port in the first argument until the process or the caller's thread is ended. */
  public static void main(String[] args) throws Exception {
    if (AutobahnServer.class.getClassLoader() instanceof URLClassLoader mavens) {
      serveInChild(mavens, args[0]);
    } else {
      serve(Integer.parseInt(args[0]));
    }
  }

  private static void serveInChild(URLClassLoader mavens, String port) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(mavens),
                AutobahnServer.class.getName(),
                port)
            .inheritIO()
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(child::destroy));
    try {
      child.waitFor();
    } finally {
      child.destroy();
    }
  }

  private static String classPath(URLClassLoader loader) throws URISyntaxException {
    List<String> paths = new ArrayList<>();
    for (URL url : loader.getURLs()) {
      paths.add(Path.of(url.toURI()).toString());
    }
    return String.join(File.pathSeparator, paths);
  }

  private static void serve(int port) throws Exception {
    WebSocketServer sockets =
        new WebSocketServer(SocketLimits.usual().withMaxSizes(LARGEST, LARGEST));
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    vertx
        .createHttpServer()
        .requestHandler(request -> sockets.open(request, Echo::new))
        .listen(port) // every address: the suite takes that of the machine's name
        .await(10, TimeUnit.SECONDS);
  }

  private record Echo(WebSocketConnection socket) implements SocketListener {
    private static final int BINARY_FOR_TEXT = 0x03; // 0x81 becomes 0x82

    @Override
    public void text(String message) {
      socket.send(Frames.text(message.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void binary(ByteBuf message) {
      byte[] bytes = new byte[message.readableBytes()];
      message.getBytes(message.readerIndex(), bytes);
      ByteBuf frame = Frames.text(bytes);
      frame.setByte(0, frame.getByte(0) ^ BINARY_FOR_TEXT);
      socket.send(frame);
    }

    @Override
    public void writable() {}

    @Override
    public void closed() {}
  }
}
