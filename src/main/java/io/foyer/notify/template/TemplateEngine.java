package io.foyer.notify.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import java.util.Map;
import java.util.Set;

/**
 * Renders Jinja2 templates by jinjava. A template can include no file, define no macro and read
 * nothing but its values, which are texts, numbers, lists and maps.
 */
final class TemplateEngine {
  private static final int MAX_OUTPUT = 256 * 1024;
  private static final int MAX_DEPTH = 10;
  private static final int MAX_COLLECTION = 1_000;
  private static final Set<String> FILES_AND_MACROS =
      Set.of("include", "import", "from", "extends", "macro", "call");

  private final Jinjava text = engine(false);
  private final Jinjava html = engine(true);

  private static Jinjava engine(boolean escapes) {
    JinjavaConfig config =
        JinjavaConfig.newBuilder()
            .withMaxOutputSize(MAX_OUTPUT)
            .withMaxStringLength(MAX_OUTPUT)
            .withMaxRenderDepth(MAX_DEPTH)
            .withMaxListSize(MAX_COLLECTION)
            .withMaxMapSize(MAX_COLLECTION)
            .withRangeLimit(MAX_COLLECTION)
            .withNestedInterpretationEnabled(false)
            .withDisabled(Map.of(Library.TAG, FILES_AND_MACROS))
            .withTrimBlocks(true)
            .withLstripBlocks(true)
            .build();
    Jinjava engine = new Jinjava(config);
    engine.getGlobalContext().setAutoEscape(escapes);
    return engine;
  }

  /**
   * Renders plain text.
   *
   * @throws TemplateException if the template is wrong or prints too much
   */
  String text(String name, String template, Map<String, Object> values) {
    return render(text, name, template, values);
  }

  /** Renders HTML: values are escaped. */
  String html(String name, String template, Map<String, Object> values) {
    return render(html, name, template, values);
  }

  private static String render(
      Jinjava engine, String name, String template, Map<String, Object> values) {
    RenderResult result = engine.renderForResult(template, values);
    if (!result.getErrors().isEmpty()) {
      TemplateError first = result.getErrors().getFirst();
      throw new TemplateException(
          "template %s, line %d: %s".formatted(name, first.getLineno(), first.getMessage()));
    }
    return result.getOutput();
  }
}
