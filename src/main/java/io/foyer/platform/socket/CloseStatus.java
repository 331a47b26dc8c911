package io.foyer.platform.socket;

/** Why a socket is closed. Source: RFC 6455, 7.4, and IANA's list of close codes. */
public final class CloseStatus {
  /** It has served its purpose. */
  public static final int NORMAL = 1000;

  /** The server stops, or the browser left the page. */
  public static final int GOING_AWAY = 1001;

  /** The peer broke the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** A kind of message that is not taken here. */
  public static final int UNSUPPORTED = 1003;

  /** A text that is no UTF-8. */
  public static final int INVALID_TEXT = 1007;

  /** It was against the rules of the house. */
  public static final int POLICY = 1008;

  /** A frame or message too large. */
  public static final int TOO_BIG = 1009;

  /** A fault of ours. */
  public static final int FAULT = 1011;

  /** The server restarts; come again. */
  public static final int RESTART = 1012;

  private static final int LAST_OF_PROTOCOL = 1014;
  private static final int FIRST_OF_LIBRARIES = 3000;
  private static final int LAST_OF_ALL = 4999;

  private CloseStatus() {}

  /** Whether a close frame may carry it: not the ones that only say how a connection ended. */
  public static boolean isSent(int status) {
    return (status >= NORMAL && status <= UNSUPPORTED)
        || (status >= INVALID_TEXT && status <= LAST_OF_PROTOCOL)
        || (status >= FIRST_OF_LIBRARIES && status <= LAST_OF_ALL);
  }
}
