package io.foyer.bench.chat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection: comes in step by step, then only counts. No frame is decoded. */
final class ChatClient extends ChannelInboundHandlerAdapter {
  private final Crowd crowd;
  private final int number;
  private final String room;
  private final Iterator<Step> steps;
  private final StringBuilder heard = new StringBuilder();
  private Step step = new Step("", "\r\n\r\n");
  private boolean in;
  private @Nullable Channel channel;
  private @Nullable Tally tally;
  private long state;

  ChatClient(Crowd crowd, int number, String room, List<Step> steps) {
    this.crowd = crowd;
    this.number = number;
    this.room = room;
    this.steps = steps.iterator();
  }

  String room() {
    return room;
  }

  /** Hangs up, if it ever came in; on the event loop. */
  void leave() {
    if (channel != null) {
      ChannelFuture unused = channel.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    String request =
        """
        GET %s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .formatted(crowd.dialect().path(number), crowd.port());
    ChannelFuture unused =
        context.writeAndFlush(
            ByteBufUtil.writeAscii(context.alloc(), request), context.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int length = bytes.readableBytes();
    byte[] scratch = crowd.scratch(length);
    bytes.readBytes(scratch, 0, length);
    bytes.release();
    if (in) {
      count(scratch, length);
    } else {
      heard.append(new String(scratch, 0, length, StandardCharsets.ISO_8859_1));
      advance(context);
    }
  }

  private void count(byte[] bytes, int length) {
    Tally now = crowd.tally();
    if (!now.equals(tally)) {
      tally = now;
      state = 0;
    }
    state = now.read(bytes, length, state);
    crowd.counted();
  }

  private void advance(ChannelHandlerContext context) {
    int at = heard.indexOf(step.hear());
    while (at >= 0) {
      heard.delete(0, at + step.hear().length());
      if (!steps.hasNext()) {
        in = true;
        heard.setLength(0);
        heard.trimToSize();
        crowd.entered();
        return;
      }
      step = steps.next();
      if (!step.say().isEmpty()) {
        ChannelFuture unused =
            context.writeAndFlush(Text.frame(context.alloc(), step.say()), context.voidPromise());
      }
      at = heard.indexOf(step.hear());
    }
  }

  /** Says something, on the event loop. */
  void say(String text) {
    Channel open = Objects.requireNonNull(channel, "it has not come in");
    ChannelFuture unused = open.writeAndFlush(Text.frame(open.alloc(), text), open.voidPromise());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    crowd.lost(
        "member %d was hung up on, waiting for '%s'; heard: %s".formatted(number, step, heard));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    crowd.lost("member " + number + ": " + cause);
    ChannelFuture unused = context.close();
  }
}
