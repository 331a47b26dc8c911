package io.foyer.admin;

import java.util.List;
import java.util.Locale;

/** State of an e-mail as operators see it. */
enum MailState {
  /** Not sent yet. */
  NEW("pending sending"),
  SENT("sent"),
  FAILED("failed"),
  HELD("held"),
  /** Its server's answer was lost: it may have arrived. */
  UNKNOWN("unknown"),
  CANCELLED("cancelled");

  /** States of the outbox from which an e-mail can be sent again. */
  static final List<String> RETRIED = List.of("failed", "held", "unknown");

  private final String statuses;

  MailState(String statuses) {
    this.statuses = statuses;
  }

  /** Its states of the outbox. */
  List<String> statuses() {
    return List.of(statuses.split(" "));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MailState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  static MailState ofStatus(String status) {
    for (MailState state : values()) {
      if (state.statuses().contains(status)) {
        return state;
      }
    }
    throw new IllegalArgumentException("unknown status: " + status);
  }
}
