package io.foyer.notify.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.notify.template.EmailTemplates.Content;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTemplatesTest {
  private static final Map<String, Object> VALUES =
      Map.of("name", "A <b>& \"B\"", "handle", "ada", "link", "https://foyer.example/a?b=1&c=2");

  private final EmailTemplates templates = new EmailTemplates();

  static Stream<Arguments> each() {
    return EmailTemplates.names().stream()
        .flatMap(name -> Stream.of("en", "fr", "es", "de").map(code -> Arguments.of(name, code)));
  }

  @ParameterizedTest
  @MethodSource("each")
  void rendersInEachLanguage(String name, String language) {
    Content content = templates.render(name, Locale.of(language), VALUES);

    assertThat(content.subject()).isNotBlank().doesNotContain("\n", "{");
    assertThat(content.text())
        .contains("A <b>& \"B\"", "\nhttps://foyer.example/a?b=1&c=2\n")
        .doesNotContain("{{", "}}", "&amp;");
    assertThat(content.html())
        .contains("lang=\"" + language + "\"", "A &lt;b&gt;&amp; &quot;B&quot;")
        .contains("<a href=\"https://foyer.example/a?b=1&amp;c=2\"")
        .doesNotContain("<b>");
    assertThat(content.html().indexOf("<p>")).isPositive();
  }

  @Test
  void everyLanguageHasWordsOfItsOwn() {
    List<String> texts =
        Stream.of("en", "fr", "es", "de")
            .map(code -> templates.render("passwordReset", Locale.of(code), VALUES).text())
            .distinct()
            .toList();

    assertThat(texts).hasSize(4);
    assertThat(templates.render("passwordReset", Locale.JAPANESE, VALUES).text())
        .isEqualTo(texts.getFirst());
  }

  @Test
  void aMissingTemplateIsAnError() {
    assertThatThrownBy(() -> templates.render("none", Locale.ENGLISH, VALUES))
        .isInstanceOf(TemplateException.class)
        .hasMessage("there is no template none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ name",
        "{% for %}",
        "{% include '/etc/passwd' %}",
        "{% extends 'x' %}",
        "{% import 'x' as y %}",
        "{% for a in range(1000) %}{% for b in range(1000) %}0123456789{% endfor %}{% endfor %}"
      })
  void aWrongOrGreedyTemplateIsAnErrorAndNoHalfText(String template) {
    assertThatThrownBy(() -> new TemplateEngine().text("t", template, VALUES))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("template t, line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ name.class }}",
        "{{ name.getClass() }}",
        "{{ ''.getClass().forName('java.lang.Runtime') }}",
        "{{ ''.class.forName('java.lang.Runtime') }}",
        "{{ vars }}",
        "{{ self }}",
        "{{ request }}"
      })
  void aTemplateReachesNothingButItsValues(String template) {
    TemplateEngine engine = new TemplateEngine();

    String printed;
    try {
      printed = engine.text("t", template, Map.of("name", "x"));
    } catch (TemplateException refused) {
      printed = "";
    }

    assertThat(printed).isEmpty();
  }
}
