package io.foyer.platform.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose request does not arrive. The server's idle timeout does not see a caller
 * that sends one byte now and then; this does: from its first byte, or from the end of the answer
 * before, a request must be here whole within the patience. What has become a WebSocket is left
 * alone; to ask for one is not enough. Belongs to one event loop.
 */
final class RequestReadTimeout {
  private final Map<Transport, Line> lines = new HashMap<>();
  private final long patienceNanos;

  RequestReadTimeout(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  private static final class Line {
    private final HttpConnection connection;
    private @Nullable HttpServerRequest request;
    private long waitingSince;

    Line(HttpConnection connection, long now) {
      this.connection = connection;
      this.waitingSince = now;
    }

    /** Whether the caller is the one we wait for. */
    boolean waits() {
      return request == null || !request.isEnded() || request.response().ended();
    }
  }

  void opened(HttpConnection connection, long now) {
    lines.put(Transport.of(connection), new Line(connection, now));
  }

  void closed(Transport transport) {
    lines.remove(transport);
  }

  /** A request's head has arrived. */
  void arrived(HttpServerRequest request, long now) {
    Line line = lines.get(Transport.of(request.connection()));
    if (line != null) {
      line.request = request;
      line.waitingSince = now;
    }
  }

  /** Closes what has kept us waiting; an answer may take as long as it likes. */
  void sweep(long now) {
    for (Iterator<Map.Entry<Transport, Line>> it = lines.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<Transport, Line> entry = it.next();
      Line line = entry.getValue();
      if (!entry.getKey().speaksHttp()) {
        it.remove();
      } else if (!line.waits()) {
        line.waitingSince = now;
      } else if (now - line.waitingSince > patienceNanos) {
        it.remove();
        ResponseLog.log(line.connection.close());
      }
    }
  }

  int size() {
    return lines.size();
  }
}
