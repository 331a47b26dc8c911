package io.foyer.platform.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory. It is compressed and gets its entity tag (RFC 9110, 8.8.3) when it is first
 * sent: for all pages together that took a tenth of each start.
 */
final class StaticFile {
  /** A minute without a question; then the tag, so that an upgrade is seen soon. */
  private static final String MINUTE = "max-age=60";

  private static final int TAG_BYTES = 12;

  private final String type;
  private final byte[] content;
  private volatile @Nullable Encoded encoded;

  StaticFile(String type, byte[] content) {
    this.type = type;
    this.content = content;
  }

  /**
   * Ready to be sent.
   *
   * @param zipped empty where it would not be smaller
   * @param tag the strong entity tag of the plain form, with its quotes
   */
  private record Encoded(Buffer plain, Optional<Buffer> zipped, String tag) {}

  /** Two event loops may do it at once, with the same result. */
  private Encoded encoded() {
    Encoded known = encoded;
    if (known == null) {
      byte[] zipped = gzip(content);
      known =
          new Encoded(
              Buffer.buffer(content),
              Optional.of(zipped).filter(it -> it.length < content.length).map(Buffer::buffer),
              "\"" + digest(content) + "\"");
      encoded = known;
    }
    return known;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 64);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return out.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(sum, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Sends it, compressed where the client takes that, or 304 where the client has it. */
  void send(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    Encoded it = encoded();
    boolean compressed = it.zipped().isPresent() && takesGzip(request);
    String current = compressed ? it.tag().replaceFirst("\"$", "-gzip\"") : it.tag();
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, MINUTE)
        .putHeader(HttpHeaders.ETAG, current)
        .putHeader(HttpHeaders.VARY, "Accept-Encoding");
    if (known(request, current)) {
      PreparedResponse.empty(304).send(response);
      return;
    }
    if (compressed) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    PreparedResponse.of(200, type, compressed ? it.zipped().orElseThrow() : it.plain())
        .send(response);
  }

  /** A refusal of gzip by {@code q=0} is so rare that plain text for it is good enough. */
  private static boolean takesGzip(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && accepted.contains("gzip") && !accepted.contains("q=0");
  }

  /** Weak comparison (RFC 9110, 13.1.2): a proxy that compresses makes a tag weak. */
  private static boolean known(HttpServerRequest request, String current) {
    String condition = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    return condition != null
        && List.of(condition.split(",", -1)).stream()
            .map(each -> each.strip().replaceFirst("^W/", ""))
            .anyMatch(each -> each.equals(current) || each.equals("*"));
  }
}
