package io.foyer.platform;

/** tmp. */
public final class Ids {
  private Ids() {}

  public static String next() {
    return java.util.UUID.randomUUID().toString().replace("-", "").substring(0, 24);
  }

  public static String secret() {
    return java.util.UUID.randomUUID().toString().replace("-", "").substring(0, 26);
  }
}
