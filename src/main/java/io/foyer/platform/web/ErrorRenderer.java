package io.foyer.platform.web;

import io.foyer.platform.Problem;

/**
 * Renders errors for the paths of a mount. Foyer's own API renders problem JSON; paths of an old
 * system keep the error bodies their clients expect.
 */
public interface ErrorRenderer {
  /** Renders a problem of a use case. */
  PreparedResponse problem(Problem problem);

  /** Renders an HTTP error raised before any use case: 404, 405, 415, 431 and the like. */
  PreparedResponse refusal(int status);

  /**
   * Renders an internal error. The response contains nothing but the {@code id} it is logged under.
   */
  PreparedResponse fault(String id);
}
