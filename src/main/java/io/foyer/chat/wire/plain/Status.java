package io.foyer.chat.wire.plain;

/** Why a connection is closed: RFC 6455, 7.4, and numbers of our own. */
final class Status {
  static final int GOING_DOWN = 1012;
  static final int TRY_LATER = 1013;
  static final int SLOW = 4008;
  static final int OFFENCES = 4400;
  static final int UNKNOWN = 4401;
  static final int FORBIDDEN = 4403;
  static final int TOO_MANY = 4429;

  private Status() {}
}
