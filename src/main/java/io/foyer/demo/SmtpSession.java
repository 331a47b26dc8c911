package io.foyer.demo;

import io.foyer.demo.SmtpStandIn.Reaction;
import io.foyer.demo.SmtpStandIn.ReceivedMail;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One connection of an {@link SmtpStandIn}. */
final class SmtpSession {
  private static final int LONGEST_LINE = 1_000; // RFC 5321, 4.5.3.1.6, with CR LF

  private static final String TAKEN = "250 2.0.0 taken";
  private static final Reaction TAKE = new Reaction.Reply(TAKEN);

  private final SmtpStandIn server;
  private final NetSocket socket;
  private RecordParser lines;
  private boolean greeted;
  private String user = "";
  private String from = "";
  private boolean hasSender;
  private final List<String> recipients = new ArrayList<>();
  private Optional<StringBuilder> data = Optional.empty();

  SmtpSession(SmtpStandIn server, NetSocket socket) {
    this.server = server;
    this.socket = socket;
    this.lines = parser();
  }

  private RecordParser parser() {
    return RecordParser.newDelimited("\r\n", this::line);
  }

  void begin() {
    socket.handler(buffer -> lines.handle(buffer));
    answer(SmtpStandIn.CONNECT, () -> reply("220 stand-in.example ESMTP"));
  }

  private void line(Buffer buffer) {
    String line = buffer.toString(StandardCharsets.UTF_8);
    if (data.isPresent()) {
      content(line, data.get());
      return;
    }
    String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    String argument = line.length() > verb.length() ? line.substring(verb.length() + 1) : "";
    answer(verb, () -> command(verb, argument));
  }

  private void answer(String step, Runnable usual) {
    Optional<Reaction> reaction = server.reaction(step);
    if (reaction.isEmpty()) {
      usual.run();
    } else {
      react(reaction.get());
    }
  }

  private void react(Reaction reaction) {
    switch (reaction) {
      case Reaction.Reply(String line) -> reply(line);
      case Reaction.Silence() -> {
        // the client waits
      }
      case Reaction.Close() -> socket.close();
    }
  }

  private void command(String verb, String argument) {
    switch (verb) {
      case "EHLO" -> hello();
      case "STARTTLS" -> startTls();
      case "AUTH" -> logIn(argument);
      case "MAIL" -> sender(argument);
      case "RCPT" -> recipient(argument);
      case "DATA" -> begin(!recipients.isEmpty());
      case "RSET" -> {
        reset();
        reply("250 reset");
      }
      case "NOOP" -> reply("250 ok");
      case "QUIT" -> {
        reply("221 bye");
        socket.close();
      }
      default -> reply("502 unknown command");
    }
  }

  private void hello() {
    greeted = true;
    reset();
    StringBuilder text = new StringBuilder("250-stand-in.example\r\n");
    if (server.setup().key().isPresent() && !socket.isSsl()) {
      text.append("250-STARTTLS\r\n");
    }
    if (!server.setup().users().isEmpty() && socket.isSsl()) {
      text.append("250-AUTH PLAIN\r\n");
    }
    reply(text.append("250 ENHANCEDSTATUSCODES").toString());
  }

  private void startTls() {
    if (server.setup().key().isEmpty() || socket.isSsl()) {
      reply("502 not here");
      return;
    }
    greeted = false;
    lines = parser();
    socket.upgradeToSsl(Buffer.buffer("220 go ahead\r\n")).onFailure(cause -> socket.close());
  }

  private void logIn(String argument) {
    String[] parts = argument.split(" ", 2);
    if (!socket.isSsl() || parts.length != 2 || !parts[0].equalsIgnoreCase("PLAIN")) {
      reply("504 5.5.4 unsupported");
      return;
    }
    String[] credentials = plain(parts[1]);
    if (credentials.length == 3
        && credentials[2].equals(server.setup().users().get(credentials[1]))) {
      user = credentials[1];
      reply("235 2.7.0 welcome");
    } else {
      reply("535 5.7.8 wrong user or password");
    }
  }

  private static String[] plain(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).split("\0", -1);
    } catch (IllegalArgumentException e) {
      return new String[0];
    }
  }

  private void sender(String argument) {
    if (!greeted) {
      reply("503 5.5.1 say EHLO first");
    } else if (!server.setup().users().isEmpty() && user.isEmpty()) {
      reply("530 5.7.0 log in first");
    } else {
      from = path(argument);
      hasSender = true;
      reply("250 2.1.0 ok");
    }
  }

  private void recipient(String argument) {
    if (!hasSender) {
      reply("503 5.5.1 say MAIL first");
    } else {
      recipients.add(path(argument));
      reply("250 2.1.5 ok");
    }
  }

  private static String path(String argument) {
    int begin = argument.indexOf('<');
    int end = argument.indexOf('>');
    return begin < 0 || end < begin ? "" : argument.substring(begin + 1, end);
  }

  private void begin(boolean allowed) {
    if (allowed) {
      data = Optional.of(new StringBuilder());
      reply("354 send it");
    } else {
      reply("503 5.5.1 say RCPT first");
    }
  }

  private void content(String line, StringBuilder content) {
    if (line.equals(".")) {
      data = Optional.empty();
      taken(content.toString());
    } else {
      content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
  }

  /** Whatever else happens to the answer: without a reply of its own, the message is taken. */
  private void taken(String content) {
    Optional<Reaction> reaction = server.reaction(SmtpStandIn.END_OF_DATA);
    if (content.lines().anyMatch(line -> line.length() + 2 > LONGEST_LINE)) {
      reply("552 5.6.0 line too long");
    } else {
      if (!(reaction.orElse(TAKE) instanceof Reaction.Reply(String line)) || line.equals(TAKEN)) {
        server.take(new ReceivedMail(from, recipients, content, socket.isSsl(), user));
      }
      react(reaction.orElse(TAKE));
    }
    reset();
  }

  private void reset() {
    from = "";
    hasSender = false;
    recipients.clear();
  }

  private void reply(String line) {
    socket.write(line + "\r\n");
  }
}
