package io.foyer;

import io.foyer.platform.web.RouteGroup;
import java.util.List;

/** Routes that a verb adds to the house's own. */
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
