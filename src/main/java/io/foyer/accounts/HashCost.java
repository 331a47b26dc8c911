package io.foyer.accounts;

/**
 * The work of one Argon2id password hash, on one lane. Given by whoever builds {@link Accounts},
 * never by configuration: every Foyer that runs uses {@link #STANDARD}.
 *
 * @param memoryKib memory of one hash
 * @param passes times it is gone through
 */
public record HashCost(int memoryKib, int passes) {
  /** Second choice of OWASP's password storage cheat sheet: 19 MiB, two passes. */
  public static final HashCost STANDARD = new HashCost(19_456, 2);

  /** How hashes of this cost begin. */
  String prefix() {
    return "$argon2id$v=19$m=%d,t=%d,p=1$".formatted(memoryKib, passes);
  }
}
