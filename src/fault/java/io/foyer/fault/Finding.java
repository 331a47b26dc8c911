package io.foyer.fault;

/** Something that must not be: what kind of fault, and about what. */
record Finding(Kind kind, String what) {
  enum Kind {
    /** A good sender was never answered 2xx. */
    NOT_ACCEPTED,
    /** It was accepted and is not in the books. */
    LOST,
    /** It is in the books more than once. */
    STORED_TWICE,
    /** Its last state is not the one of its last delivery. */
    WRONG_STATE,
    /** Nobody was told, though it is due, or the books say that somebody was and nobody was. */
    DROPPED,
    /** It was told more often than the books admit. */
    DOUBLED,
    /** Somebody was told of what nobody booked, or of a time that no longer counted. */
    STALE,
    /** It was told after its start, or long after it was due. */
    LATE,
    /** More answers were lost than calls were under way when something was broken. */
    TOO_MANY_UNKNOWN
  }
}
