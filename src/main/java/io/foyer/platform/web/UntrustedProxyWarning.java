package io.foyer.platform.web;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate-limited warning that an untrusted peer sends {@code X-Forwarded-For}: if it is a proxy
 * missing in {@code TRUSTED_PROXIES}, all of its clients share one address and one rate limit. At
 * most one in ten minutes, because any client can send the header.
 */
final class UntrustedProxyWarning {
  private static final Logger log = LoggerFactory.getLogger(UntrustedProxyWarning.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final LongSupplier nanos;
  private final AtomicLong quietUntil;

  /** Warns at the first request, then at most once in ten minutes of this clock. */
  UntrustedProxyWarning(LongSupplier nanos) {
    this.nanos = nanos;
    this.quietUntil = new AtomicLong(nanos.getAsLong());
  }

  void forwarded(InetAddress peer) {
    long now = nanos.getAsLong();
    long until = quietUntil.get();
    if (now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE.toNanos())) {
      log.atWarn()
          .addKeyValue("peer", NetUtil.toAddressString(peer))
          .log("X-Forwarded-For ignored, TRUSTED_PROXIES does not name the peer");
    }
  }
}
