package io.foyer.chat;

import io.foyer.platform.Problem;
import io.foyer.platform.limits.Decision;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.Optional;

/** Rate limit of messages per account on this node, for all APIs together. */
final class SendRateLimit {
  private final RateLimiter rateLimiter;

  SendRateLimit(RateLimiter rateLimiter) {
    this.rateLimiter = rateLimiter;
  }

  /** Counts one message; fails with {@code TooMany} where it is one too many. */
  Future<Void> count(Caller caller) {
    return rateLimiter.account(caller.account()).compose(SendRateLimit::rejectIfExceeded);
  }

  private static Future<Void> rejectIfExceeded(Optional<Decision> decision) {
    return decision
        .filter(it -> !it.allowed())
        .<Future<Void>>map(it -> Future.failedFuture(tooMuch(it).asException()))
        .orElseGet(Future::succeededFuture);
  }

  private static Problem tooMuch(Decision decision) {
    return new Problem.TooMany(
        "Too many messages.",
        decision.retryAfter(),
        Optional.of(new Problem.Quota(decision.limit(), decision.reset())));
  }
}
