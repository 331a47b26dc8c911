package io.foyer.fault;

/** Something in the catalogue that must not be. */
record FeedFinding(Kind kind, String what) {
  enum Kind {
    /** The stream holds it, and it is not in the catalogue. */
    LOST,
    /** One sequence has two rows. */
    DOUBLED,
    /** The catalogue holds what the stream does not, or says that the stream lost something. */
    INVENTED,
    /** Other bytes, another feed or another id than the stream holds. */
    CHANGED,
    /** The numbers of a feed are not 1, 2, 3… up to its head. */
    NUMBERS,
    /** A later message has a smaller number. */
    DISORDER,
    /** The columns are not those of the message of this number, or are missing. */
    COLUMNS,
    /** What can be read is in quarantine, or rubbish is not. */
    QUARANTINE,
    /** The broker took an id, and it does not stand at the sequence that it named. */
    NOT_KEPT,
    /** An id has two rows. */
    SENT_TWICE
  }
}
