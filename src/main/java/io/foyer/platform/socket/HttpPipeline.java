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
 * What Vert.x 5.0 puts on a channel for HTTP/1.1, and how it is taken away. With {@link
 * NettyWebSocket} the one place that knows Vert.x from inside.
 */
record HttpPipeline(Channel channel, ContextInternal context) {
  private static final String DECODER = "httpDecoder";

  /** What is removed before the decoder, which passes on what it has not read yet. */
  private static final List<String> OTHERS =
      List.of(
          "httpEncoder",
          "inflater",
          "deflater",
          "webSocketExtensionHandler",
          "chunkedWriter",
          "idle",
          "handler");

  /** It looks at the first request for an upgrade to HTTP/2, and removes itself after that. */
  private static final String PASSING = "h2c";

  /** The one below a request; empty where it is not as we know it, such as HTTP/2. */
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
                        || it.getKey().equals(PASSING)
                        || OTHERS.contains(it.getKey())
                        || it.getValue() instanceof SslHandler);
  }

  /** Answers the request and turns its connection into a socket; on its event loop. */
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
    for (String name : OTHERS) {
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

  /** Written by hand: as a response of Vert.x it would have a Content-Length. */
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
