/**
 * Slack channels: the Web API, and slack_that. Called by the outbox sender; owns both wire formats.
 * Promises to report whether a message was sent, was not sent, or may have been sent.
 */
@NullMarked
package io.foyer.notify.slack;

import org.jspecify.annotations.NullMarked;
