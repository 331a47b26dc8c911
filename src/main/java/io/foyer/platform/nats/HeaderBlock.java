package io.foyer.platform.nats;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parser for the header block of a NATS message. A broker accepts any bytes as headers: a status
 * line from a publisher, lines without a colon, no end.
 *
 * @param malformed whether they are not well-formed
 * @see <a href="https://docs.nats.io/reference/reference-protocols/nats-protocol#hpub">HPUB</a>
 * @see <a
 *     href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-4.md">ADR-4</a>
 */
record HeaderBlock(Map<String, List<String>> headers, boolean malformed) {
  /** Header name under which a malformed block is kept, all of its bytes in base64. */
  static final String AS_THEY_CAME = "Foyer-Header-Block";

  private static final String VERSION = "NATS/1.0";
  private static final String END = "\r\n";
  private static final Pattern NAME = Pattern.compile("[!-9;-~]+");

  static HeaderBlock of(byte[] bytes) {
    if (bytes.length == 0) {
      return new HeaderBlock(Map.of(), false);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.startsWith(VERSION + END) || !text.endsWith(END + END)) {
      return malformed(bytes);
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line : text.substring(VERSION.length() + 2, text.length() - 2).split(END)) {
      int colon = line.indexOf(':');
      if (colon < 1 || !NAME.matcher(line.substring(0, colon)).matches()) {
        return malformed(bytes);
      }
      headers
          .computeIfAbsent(line.substring(0, colon), any -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return new HeaderBlock(headers, false);
  }

  private static HeaderBlock malformed(byte[] bytes) {
    return new HeaderBlock(
        Map.of(AS_THEY_CAME, List.of(Base64.getEncoder().encodeToString(bytes))), true);
  }
}
