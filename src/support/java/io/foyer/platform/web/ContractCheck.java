package io.foyer.platform.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Holds answers against the contract: a status that is not documented, a missing or mistyped field
 * fails the test.
 */
public final class ContractCheck {
  private static final Pattern OLD =
      Pattern.compile("^(/api/v1/|/v1/accounts/|/v1/chat/|/health$|/readiness$)");

  private final ResponseValidator validator;

  private ContractCheck(ResponseValidator validator) {
    this.validator = validator;
  }

  /** Reads the contract. */
  public static ContractCheck load(Vertx vertx) throws Exception {
    OpenApiContract contract = OpenApiContract.load(vertx).await(10, TimeUnit.SECONDS);
    return new ContractCheck(ResponseValidator.create(vertx, contract.own()));
  }

  /** The same for the old systems' paths, which are documented and not enforced. */
  public static ContractCheck ofOldWires(Vertx vertx) throws Exception {
    OpenApiContract contract = OpenApiContract.load(vertx).await(10, TimeUnit.SECONDS);
    String text =
        contract.json().toString().replace(OpenApiContract.PROBLEM_JSON, "application/json");
    JsonObject json = new JsonObject(text);
    json.remove("servers");
    json.getJsonObject("paths").getMap().keySet().removeIf(path -> !OLD.matcher(path).find());
    return new ContractCheck(
        ResponseValidator.create(
            vertx, OpenAPIContract.from(vertx, json).await(10, TimeUnit.SECONDS)));
  }

  /** Checks the answer of an operation; throws an {@code AssertionError} that names the flaw. */
  public void holds(String operationId, HttpResponse<String> answer) throws Exception {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    holds(operationId, answer.statusCode(), type, answer.body());
  }

  /** The same for an answer in parts. */
  public void holds(String operationId, int status, String contentType, String body)
      throws Exception {
    String type =
        contentType
            .replace(OpenApiContract.PROBLEM_JSON, "application/json")
            .replaceFirst(";.*", "");
    try {
      validator
          .validate(ValidatableResponse.create(status, Buffer.buffer(body), type), operationId)
          .await(10, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      throw new AssertionError(operationId + " " + status + ": " + e.getMessage(), e);
    }
  }
}
