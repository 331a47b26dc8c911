package io.foyer.admin;

import io.foyer.platform.db.Database;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.observe.Readiness.Report;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Serves what needs an administrator: messages that were not sent or may not have arrived,
 * deliveries and feed messages in quarantine, and checks of this node that fail.
 */
public final class Attention {
  private final AttentionStore store = new AttentionStore();
  private final Database database;
  private final Readiness readiness;

  public Attention(Database database, Readiness readiness) {
    this.database = database;
    this.readiness = readiness;
  }

  /** By the contract's operation ids. */
  public Map<String, Operation> operations() {
    return Map.of("getAttention", this::get);
  }

  private Future<OperationResponse> get(OperationRequest call) {
    return store
        .count(database)
        .compose(counts -> readiness.report().map(report -> counts.put("failing", failing(report))))
        .map(OperationResponse::ok);
  }

  private static JsonArray failing(Report report) {
    JsonArray failing = new JsonArray();
    report.findings().stream()
        .filter(it -> !it.result().up())
        .forEach(
            it ->
                failing.add(
                    new JsonObject().put("check", it.name()).put("detail", it.result().detail())));
    return failing;
  }
}
