package io.foyer.platform.config;

import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The notation of every type that a single value may have. */
final class Scalars {
  private static final int LAST_PORT = 65_535;
  private static final Map<Type, Function<String, Object>> READERS =
      Map.of(
          String.class, text -> text,
          Secret.class, Secret::of,
          Duration.class, Durations::parse,
          HostPort.class, HostPort::parse,
          Cidr.class, Cidr::parse,
          boolean.class, Scalars::truth,
          int.class, Scalars::number,
          Path.class, Scalars::path,
          URI.class, Scalars::address);

  private Scalars() {}

  /**
   * Reads {@code text} as a {@code type}.
   *
   * @param name of the setting: a number called {@code port} must be one
   * @throws IllegalArgumentException saying what it must be
   */
  static Object read(Type type, String name, String text) {
    if (type instanceof Class<?> kind && kind.isEnum()) {
      return constant(kind, text);
    }
    if (type == int.class && name.equals("port")) {
      return port(text);
    }
    Function<String, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalStateException("no setting can be a " + type.getTypeName());
    }
    return reader.apply(text);
  }

  private static int number(String text) {
    if (!text.matches("-?[0-9]{1,10}")) {
      throw new IllegalArgumentException("must be a whole number");
    }
    long number = Long.parseLong(text);
    if (number != (int) number) {
      throw new IllegalArgumentException("must be a whole number below 2147483648");
    }
    return (int) number;
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > LAST_PORT) {
      throw new IllegalArgumentException("must be a port between 1 and 65535");
    }
    return Integer.parseInt(text);
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1" -> true;
      case "false", "f", "0" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static Object constant(Class<?> kind, String text) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(each -> each.toString().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + names(kind)));
  }

  private static String names(Class<?> kind) {
    return Arrays.stream(kind.getEnumConstants())
        .map(each -> each.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static Path path(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path", e);
    }
    throw new IllegalArgumentException("must be a path");
  }

  private static URI address(String text) {
    try {
      URI address = new URI(text);
      if (address.getRawUserInfo() != null) {
        throw new IllegalArgumentException("must not hold a user or a password");
      }
      if (isWeb(address) && address.getHost() != null && address.getPort() <= LAST_PORT) {
        return address;
      }
    } catch (URISyntaxException e) {
      // The parser's own complaint quotes the value: the one below says enough.
      throw notAnAddress();
    }
    throw notAnAddress();
  }

  private static boolean isWeb(URI address) {
    return "http".equalsIgnoreCase(address.getScheme())
        || "https".equalsIgnoreCase(address.getScheme());
  }

  private static IllegalArgumentException notAnAddress() {
    return new IllegalArgumentException(
        "must be an http or https address such as https://example.org (no _ in its host)");
  }
}
