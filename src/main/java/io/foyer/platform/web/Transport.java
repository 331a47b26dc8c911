package io.foyer.platform.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Netty channel of an HTTP connection. It outlives an upgrade: the connection's own close handler
 * is not called once it became a WebSocket (Vert.x 5.0). The only class here that depends on Vert.x
 * internals.
 */
record Transport(Channel channel) {
  static Transport of(HttpConnection connection) {
    return new Transport(((HttpServerConnection) connection).channelHandlerContext().channel());
  }

  /** Runs {@code then} once, on the event loop, when the channel is closed. */
  void onClose(Runnable then) {
    ChannelFuture unused = channel.closeFuture().addListener(closed -> then.run());
  }

  /** Resets the connection, which the client sees as an error; unsent data is discarded. */
  void reset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    ChannelFuture unused = channel.close();
  }

  /** Whether the channel still has an HTTP decoder, as it has until an upgrade. */
  boolean speaksHttp() {
    return channel.pipeline().get(HttpRequestDecoder.class) != null;
  }
}
