package io.foyer.fault;

/** Something in the clients' diaries that must not be. */
record ChatFinding(Kind kind, String what) {
  enum Kind {
    /** It was said and never acked, however often it was tried. */
    NOT_ACKED,
    /** It was acked, and a member has not heard it. */
    LOST,
    /** A member's numbers have a gap. */
    GAP,
    /** A member heard a number again. */
    DOUBLED,
    /** A member heard an earlier number after a later one. */
    DISORDER,
    /** One message stands at two numbers, acked or not. */
    SAID_TWICE,
    /** Two acks of one message name two numbers, or another one than the members heard. */
    WRONG_ACK,
    /** Two members heard different things at one number. */
    DISAGREE,
    /** A member heard what nobody said. */
    INVENTED,
    /** A client was refused for what is not a fault of its own. */
    REFUSED
  }
}
