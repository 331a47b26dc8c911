/**
 * HTTP server: admission (authentication, rate limit), OpenAPI contract, validation, errors, static
 * pages, management port.
 *
 * <p>Called by the composition root; features provide a {@link RouteGroup} or operations of the
 * contract. Owns limits, headers and the format of every error. Promises that every request is
 * bounded in size and time, and that an unexpected failure is logged once, under an id the client
 * gets.
 */
@NullMarked
package io.foyer.platform.web;

import org.jspecify.annotations.NullMarked;
