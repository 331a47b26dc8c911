/**
 * Slack, by its own Web API or through slack_that. Called by the outbox sender; owns the two wire
 * formats. Promises to say honestly whether a message left.
 */
@NullMarked
package io.foyer.notify.slack;

import org.jspecify.annotations.NullMarked;
