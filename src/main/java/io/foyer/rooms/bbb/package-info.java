/**
 * Client of the BigBlueButton API. {@link io.foyer.rooms.bbb.BbbClient} signs the calls, reads the
 * answers in all their shapes and says whether a failed call may have had an effect. Knows nothing
 * of meetings or rooms of Foyer.
 */
@NullMarked
package io.foyer.rooms.bbb;

import org.jspecify.annotations.NullMarked;
