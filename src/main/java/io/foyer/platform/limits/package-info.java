/**
 * Rate limits for HTTP requests. Called by the HTTP server for every API request; owns the
 * algorithm (GCRA), its two stores (Redis, this node's memory) and the fallback while Redis is
 * unavailable: each node counts locally. Promises never to fail a request and always to enforce
 * some limit on each account and address.
 */
@NullMarked
package io.foyer.platform.limits;

import org.jspecify.annotations.NullMarked;
