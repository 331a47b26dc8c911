package io.foyer.feeds;

import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import java.util.List;
import java.util.Locale;

/**
 * Access control list of a feed.
 *
 * @param anybody whether every account may read it
 * @param handles accounts that may read it besides admins, in lower case
 */
record FeedAcl(boolean anybody, List<String> handles) {
  static final FeedAcl USERS = new FeedAcl(true, List.of());
  static final FeedAcl ADMINS = new FeedAcl(false, List.of());

  FeedAcl {
    handles = handles.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
  }

  boolean allow(Caller caller) {
    return anybody
        || caller.role() == Role.ADMIN
        || handles.contains(caller.handle().toLowerCase(Locale.ROOT));
  }
}
