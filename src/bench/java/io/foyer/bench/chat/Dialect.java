package io.foyer.bench.chat;

import java.util.List;

/** How a server is spoken to. Texts are those of WebSocket frames. */
interface Dialect {
  /** Where a member connects. */
  String path(int member);

  /** How he comes in and hears a room. */
  List<Step> enter(int member, String room);

  /** What he says to send {@code text}; {@code id} is another one each time. */
  String send(String room, String id, String text);

  /** What stands in each answer to a send, once, and in nothing else. */
  String ack();
}
