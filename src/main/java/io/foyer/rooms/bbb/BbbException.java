package io.foyer.rooms.bbb;

/** The server refused a call, or its answer is none of the API's. */
public final class BbbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Key of an answer that is not one of the API's. */
  public static final String UNREADABLE = "unreadable";

  private final String key;

  BbbException(String key, String message) {
    super(key + ": " + message, null, false, false);
    this.key = key;
  }

  /** The server's key of the failure, such as {@code idNotUnique}. */
  public String key() {
    return key;
  }
}
