package io.foyer.platform.socket;

/** Close status codes of a WebSocket. Source: RFC 6455, 7.4, and the IANA registry. */
public final class CloseStatus {
  /** The connection fulfilled its purpose. */
  public static final int NORMAL = 1000;

  /** The server stops, or the browser left the page. */
  public static final int GOING_AWAY = 1001;

  /** The peer broke the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** A message of an unsupported type. */
  public static final int UNSUPPORTED = 1003;

  /** A text message that is not valid UTF-8. */
  public static final int INVALID_TEXT = 1007;

  /** A message that violates a policy of the application. */
  public static final int POLICY = 1008;

  /** A frame or message over the size limit. */
  public static final int TOO_BIG = 1009;

  /** An unexpected error of the server. */
  public static final int FAULT = 1011;

  /** The server restarts; the client may reconnect. */
  public static final int RESTART = 1012;

  private static final int LAST_OF_PROTOCOL = 1014;
  private static final int FIRST_OF_LIBRARIES = 3000;
  private static final int LAST_OF_ALL = 4999;

  private CloseStatus() {}

  /** Whether a close frame may carry the status; some only describe how a connection ended. */
  public static boolean isSent(int status) {
    return (status >= NORMAL && status <= UNSUPPORTED)
        || (status >= INVALID_TEXT && status <= LAST_OF_PROTOCOL)
        || (status >= FIRST_OF_LIBRARIES && status <= LAST_OF_ALL);
  }
}
