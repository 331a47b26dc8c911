/**
 * How many requests are too many. Called by the HTTP edge for every request on a path of an API;
 * owns the arithmetic, its two homes (Redis, this node's memory) and the rule for when Redis is
 * away: each node counts for itself. Promises never to fail a request and never to let one account
 * or address through without bound.
 */
@NullMarked
package io.foyer.platform.limits;

import org.jspecify.annotations.NullMarked;
