package io.foyer;

import io.foyer.platform.web.RouteGroup;
import java.util.List;

/** Additional routes of a command, such as the demo's. */
interface Extras {
  /** Nothing more. */
  Extras NONE = (core, linkPrefix) -> List.of();

  /**
   * The routes, mounted before the pages.
   *
   * @param linkPrefix what stands before the join key in a link
   */
  List<RouteGroup> routes(CoreServices core, String linkPrefix);
}
