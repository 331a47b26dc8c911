/**
 * What operators see: metrics, readiness, liveness. Called by the composition root and the
 * management port; features add meters and checks. Promises that asking is cheap and bounded in
 * time, and that no label grows with the number of meetings or people.
 */
@NullMarked
package io.foyer.platform.observe;

import org.jspecify.annotations.NullMarked;
