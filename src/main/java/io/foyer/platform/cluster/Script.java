package io.foyer.platform.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Lua scripts that run atomically inside Redis. */
enum Script {
  HEARTBEAT,
  PUBLISH,
  CHANGE,
  WITHDRAW,
  LEAVE,
  ACQUIRE,
  ABANDON,
  RELEASE,
  COMPARE,
  MAP;

  private final String source;
  private final String digest;

  Script() {
    source = read("common") + read(name().toLowerCase(Locale.ROOT));
    digest = sha1(source);
  }

  String source() {
    return source;
  }

  /** SHA-1 digest under which Redis caches the script. */
  String digest() {
    return digest;
  }

  private static String read(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException(name + ".lua is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-1"); // Redis names scripts by it
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
