package io.foyer.platform.web;

import io.foyer.platform.Problem;

/**
 * How a mount says that something is wrong. Foyer's own API speaks problem JSON; the paths of an
 * old system keep the bodies that its callers know.
 */
public interface ErrorRenderer {
  /** What a use case found wrong. */
  PreparedResponse problem(Problem problem);

  /** What the server found wrong before any use case: 404, 405, 415, 431 and the like. */
  PreparedResponse refusal(int status);

  /** A fault of ours, logged under {@code id}; the answer tells no more than that. */
  PreparedResponse fault(String id);
}
