package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Netty pipeline of an HTTP/1.1 connection of Vert.x 5.0, and its conversion to a WebSocket
 * pipeline. With {@link NettyWebSocket} the only class that depends on Vert.x internals.
 */
record HttpPipeline(Channel channel, ContextInternal context) {
  private static final String DECODER = "httpDecoder";

  /** HTTP handlers to remove before the decoder, which then passes on its unread bytes. */
  private static final List<String> HTTP_HANDLERS =
      List.of(
          "httpEncoder",
          "inflater",
          "deflater",
          "webSocketExtensionHandler",
          "chunkedWriter",
          "idle",
          "handler");

  /** Detects an HTTP/2 upgrade in the first request, and removes itself afterwards. */
  private static final String H2C_UPGRADE = "h2c";

  /** The pipeline of a request; empty if its handlers are not the expected ones, as for HTTP/2. */
  static Optional<HttpPipeline> of(HttpServerRequest request) {
    return request.connection() instanceof HttpServerConnection connection
            && connection.channelHandlerContext() != null
            && isKnown(connection.channelHandlerContext().pipeline())
            && connection.context().isEventLoopContext()
        ? Optional.of(
            new HttpPipeline(connection.channelHandlerContext().channel(), connection.context()))
        : Optional.empty();
  }

  private static boolean isKnown(ChannelPipeline pipeline) {
    Set<String> names = pipeline.toMap().keySet();
    return names.containsAll(List.of(DECODER, "httpEncoder", "handler"))
        && pipeline.toMap().entrySet().stream()
            .allMatch(
                it ->
                    it.getKey().equals(DECODER)
                        || it.getKey().equals(H2C_UPGRADE)
                        || HTTP_HANDLERS.contains(it.getKey())
                        || it.getValue() instanceof SslHandler);
  }

  /** Sends the 101 response and converts the channel to a WebSocket. Call it on the event loop. */
  void take(
      HttpServerRequest request,
      Handshake.Agreed agreed,
      SocketLoop loop,
      Function<WebSocketConnection, SocketListener> opener) {
    ChannelPipeline pipeline = channel.pipeline();
    ByteBuf answer = answer(agreed, request.response().headers());
    NettyWebSocket socket = new NettyWebSocket(channel, loop);
    configure(loop);
    pipeline.addLast(new WebSocket13FrameDecoder(strict(loop.limits())), socket);
    for (String name : HTTP_HANDLERS) {
      if (pipeline.get(name) != null) {
        pipeline.remove(name);
      }
    }
    socket.send(answer);
    socket.open(opener);
    pipeline.remove(DECODER);
  }

  private void configure(SocketLoop loop) {
    channel.config().setWriteBufferWaterMark(loop.mark());
    channel.config().setOption(ChannelOption.SO_SNDBUF, loop.limits().sendBuffer());
    channel.config().setAutoRead(true);
  }

  private static WebSocketDecoderConfig strict(SocketLimits limits) {
    return WebSocketDecoderConfig.newBuilder()
        .expectMaskedFrames(true)
        .allowMaskMismatch(false)
        .allowExtensions(false)
        .closeOnProtocolViolation(false)
        .maxFramePayloadLength(limits.maxFrame())
        .build();
  }

  /** Encodes the 101 response by hand: a Vert.x response would have a Content-Length. */
  private ByteBuf answer(Handshake.Agreed agreed, MultiMap headers) {
    StringBuilder text =
        new StringBuilder(256)
            .append("HTTP/1.1 101 Switching Protocols\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
            .append(agreed.accept())
            .append("\r\n");
    agreed.protocol().ifPresent(it -> line(text, Handshake.PROTOCOL_HEADER, it));
    headers.forEach(header -> line(text, header.getKey(), header.getValue()));
    return ByteBufUtil.writeAscii(channel.alloc(), text.append("\r\n"));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
}
