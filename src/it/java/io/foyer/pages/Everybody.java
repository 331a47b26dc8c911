package io.foyer.pages;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;

/** That everybody can use a page as it is shown now: our own checks, and those of axe-core. */
final class Everybody {
  private static final String AXE =
      """
      async () => (await window.axe.run({resultTypes: ["violations"]})).violations
        .filter((it) => it.impact === "serious" || it.impact === "critical")
        .map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`)""";

  private final String ours = script("/io/foyer/pages/accessibility.js");
  private final String axe = script("/axe.min.js");

  private static String script(String path) {
    try (var stream = Objects.requireNonNull(Everybody.class.getResourceAsStream(path), path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Neither our own checks nor axe-core may have anything serious to say. */
  void fine(Visit visit, String when) {
    Assertions.assertThat((List<?>) visit.page().evaluate(ours)).as(when).isEmpty();
    if (Boolean.FALSE.equals(visit.page().evaluate("() => 'axe' in window"))) {
      teach(visit);
    }
    Assertions.assertThat((List<?>) visit.page().evaluate(AXE)).as("axe-core, " + when).isEmpty();
  }

  /** By the browser's tools, once: the page's policy takes no script from a test. */
  private void teach(Visit visit) {
    JsonObject run = new JsonObject();
    run.addProperty("expression", axe);
    var tools = visit.context().newCDPSession(visit.page());
    tools.send("Runtime.evaluate", run);
    tools.detach();
  }
}
