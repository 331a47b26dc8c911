/**
 * The HTTP edge: server, contract, problems, gates, pages, management port.
 *
 * <p>Called by the composition root; features bring a {@link RouteGroup} or operations of the
 * contract. Owns limits, headers and the shape of every error. Promises that no request is
 * unbounded and that the unexpected is logged once, under an id the caller gets.
 */
@NullMarked
package io.foyer.platform.web;

import org.jspecify.annotations.NullMarked;
