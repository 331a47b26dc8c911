package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.foyer.platform.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of bodies, by the library's own error types and locations. */
final class SchemaErrorsTest {
  private static final SchemaRepository SCHEMAS =
      SchemaRepository.create(
          new JsonSchemaOptions()
              .setBaseUri("app://")
              .setDraft(Draft.DRAFT202012)
              .setOutputFormat(OutputFormat.Basic));

  private static List<Problem.Field> errors(String schema, String body) {
    JsonObject value = new JsonObject(body);
    return SchemaErrors.ofBody(SCHEMAS, schema(schema), value.fieldNames(), value).fields();
  }

  private static JsonSchema schema(String json) {
    return JsonSchema.of(new JsonObject(json.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "with \\\"quotes\\\" in \\\"it",
        "required property",
        "a/b~c",
        "a.b",
        "é"
      })
  void aMissingMemberIsNamedWhateverItsName(String name) {
    assertThat(errors("{'type':'object','required':['x','" + name + "']}", "{\"x\":1}"))
        .extracting(Problem.Field::path, Problem.Field::reason)
        .containsExactly(tuple(name.replace("\\\"", "\""), "is required"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'properties':{'team':{'required':['id','name']}}}; {\"team\":{\"id\":1}}; team.name",
        "{'properties':{'list':{'items':{'required':['id']}}}}; {\"list\":[{\"id\":1},{}]};"
            + " list.1.id",
        "{'allOf':[{'required':['a']},{'required':['b']}]}; {\"a\":1}; b",
        "{'properties':{'a/b':{'required':['c']}}}; {\"a/b\":{}}; a~1b.c"
      })
  void aMissingMemberIsNamedWhereverItIs(String schema, String body, String path) {
    assertThat(errors(schema, body)).contains(new Problem.Field(path, "is required"));
  }

  @Test
  void otherMissingValuesAreReportedAtTheirObject() {
    assertThat(errors("{'minProperties':1}", "{}"))
        .singleElement()
        .extracting(Problem.Field::path)
        .isEqualTo("");
    assertThat(errors("{'dependentRequired':{'a':['b']}}", "{\"a\":1}"))
        .singleElement()
        .extracting(Problem.Field::path)
        .isEqualTo("");
  }

  @Test
  void aBodyWhoseExcerptIsValidIsStillInvalid() {
    JsonObject many = new JsonObject();
    IntStream.range(0, 200).forEach(key -> many.put("k" + key, new JsonArray()));

    SchemaErrors.Body found =
        SchemaErrors.ofBody(SCHEMAS, schema("{'maxProperties':100}"), Set.of(), many);

    assertThat(found.fields()).hasSize(1);
    assertThat(found.omitted()).isPositive();
  }

  @Test
  void anErrorWithoutWordsHasAReason() {
    assertThat(SchemaErrors.reason(new OutputUnit(false)))
        .hasValue("does not keep to the contract as a whole");
    assertThat(SchemaErrors.reason(new OutputUnit(true))).isEmpty();
  }

  @Test
  void aValidBodyHasNoErrors() {
    assertThat(errors("{'required':['a']}", "{\"a\":1}")).isEmpty();
  }
}
