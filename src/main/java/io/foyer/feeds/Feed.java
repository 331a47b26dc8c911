package io.foyer.feeds;

/**
 * A feed with its database id.
 *
 * @param id id of its row in {@code feeds}
 */
record Feed(int id, Definition definition) {
  String subject() {
    return definition.subject();
  }

  MessageSchema format() {
    return definition.messageSchema();
  }

  /** Its table, as it stands in a statement. */
  String table() {
    return "feeds.\"" + definition.table() + '"';
  }
}
