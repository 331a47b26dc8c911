package io.foyer.platform.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Read timeout of requests: closes connections whose request is not received completely in time.
 * Unlike the server's idle timeout it also catches clients that send one byte now and then. Time
 * counts from the accept, from the request head, or from the end of the previous response.
 * WebSockets are exempt once upgraded. Confined to one event loop.
 */
final class RequestReadTimeout {
  private final Map<Transport, Tracked> tracked = new HashMap<>();
  private final long timeoutNanos;

  RequestReadTimeout(Duration timeout) {
    this.timeoutNanos = timeout.toNanos();
  }

  private static final class Tracked {
    private final HttpConnection connection;
    private @Nullable HttpServerRequest request;
    private long idleSince;

    Tracked(HttpConnection connection, long now) {
      this.connection = connection;
      this.idleSince = now;
    }

    /** True while no request is being processed on this connection. */
    boolean idle() {
      return request == null || !request.isEnded() || request.response().ended();
    }
  }

  void opened(HttpConnection connection, long now) {
    tracked.put(Transport.of(connection), new Tracked(connection, now));
  }

  void closed(Transport transport) {
    tracked.remove(transport);
  }

  /** Records that the head of a request was received. */
  void arrived(HttpServerRequest request, long now) {
    Tracked entry = tracked.get(Transport.of(request.connection()));
    if (entry != null) {
      entry.request = request;
      entry.idleSince = now;
    }
  }

  /** Closes connections over the timeout; the time to process a request is not limited here. */
  void sweep(long now) {
    for (Iterator<Map.Entry<Transport, Tracked>> it = tracked.entrySet().iterator();
        it.hasNext(); ) {
      Map.Entry<Transport, Tracked> entry = it.next();
      Tracked current = entry.getValue();
      if (!entry.getKey().speaksHttp()) {
        it.remove();
      } else if (!current.idle()) {
        current.idleSince = now;
      } else if (now - current.idleSince > timeoutNanos) {
        it.remove();
        ResponseLog.log(current.connection.close());
      }
    }
  }

  int size() {
    return tracked.size();
  }
}
