package io.foyer.platform.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The channel below a connection, which lives as long as the socket does, whatever is spoken on it:
 * a connection's own close handler is never called once it became a WebSocket (Vert.x 5.0). The one
 * place that knows a type of Vert.x's own.
 */
record Transport(Channel channel) {
  static Transport of(HttpConnection connection) {
    return new Transport(((HttpServerConnection) connection).channelHandlerContext().channel());
  }

  /** Runs {@code then} once, on the connection's event loop, however the socket ends. */
  void onClose(Runnable then) {
    ChannelFuture unused = channel.closeFuture().addListener(closed -> then.run());
  }

  /** Ends it with a failure that the other side sees; what was not sent yet is thrown away. */
  void reset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    ChannelFuture unused = channel.close();
  }

  /** Whether requests may still arrive; not after an upgrade. */
  boolean speaksHttp() {
    return channel.pipeline().get(HttpRequestDecoder.class) != null;
  }
}
