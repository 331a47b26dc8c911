/**
 * Outbound HTTP calls. Used by every client of a remote service; owns connections, timeouts and
 * size limits. Promises that a failed call says whether it can have had an effect.
 */
@NullMarked
package io.foyer.platform.http;

import org.jspecify.annotations.NullMarked;
