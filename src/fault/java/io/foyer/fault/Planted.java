package io.foyer.fault;

import java.util.List;
import java.util.Map;

/** Secrets of the tests that are easy to find again: no log may hold one. */
final class Planted {
  private static final String MARK = "canary-7f3a91";

  private Planted() {}

  /** The secret of {@code create}, {@code update} or {@code destroy}. */
  static String webhookSecret(String event) {
    return MARK + "-webhook-" + event;
  }

  static String nextWebhookSecret(String event) {
    return MARK + "-next-" + event;
  }

  static Map<String, String> settings() {
    return Map.of(
        "INTRA_APP_ID",
        "fault-tests",
        "INTRA_APP_SECRET",
        MARK + "-intra",
        "INTRA_WEBHOOKS",
        webhooks(Planted::webhookSecret),
        "ADMIN_TOKEN",
        MARK + "-admin-token-long-enough-for-anybody");
  }

  static String webhooks(java.util.function.UnaryOperator<String> secret) {
    return String.join(
        ",",
        List.of("create", "update", "destroy").stream()
            .map(event -> "scale_team." + event + ":" + secret.apply(event))
            .toList());
  }

  /** Whether {@code text} holds a secret, or an address of a person. */
  static boolean foundIn(String text) {
    return text.contains(MARK) || text.contains("@student.example.org");
  }
}
