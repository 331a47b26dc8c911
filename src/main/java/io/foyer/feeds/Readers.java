package io.foyer.feeds;

import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import java.util.List;
import java.util.Locale;

/**
 * Who may read a feed.
 *
 * @param anybody whoever has an account
 * @param handles who may besides admins, in lower case
 */
record Readers(boolean anybody, List<String> handles) {
  static final Readers USERS = new Readers(true, List.of());
  static final Readers ADMINS = new Readers(false, List.of());

  Readers {
    handles = handles.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
  }

  boolean allow(Caller caller) {
    return anybody
        || caller.role() == Role.ADMIN
        || handles.contains(caller.handle().toLowerCase(Locale.ROOT));
  }
}
