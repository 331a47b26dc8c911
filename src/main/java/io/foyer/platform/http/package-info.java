/**
 * Calls from Foyer to others. Called by every client of a remote party; owns connections, deadlines
 * and size limits. Promises that a failed call says whether it can have had an effect.
 */
@NullMarked
package io.foyer.platform.http;

import org.jspecify.annotations.NullMarked;
