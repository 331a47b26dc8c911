package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How pages are completed. */
final class PageShellTest {
  private static final Map<String, String> FILES =
      Map.of(
          "/shell/head.html",
              "<meta content=\"{{capabilities}}\" data-s=\"{{webhook-secret}}\">{{preload}}",
          "/page.js", "import { a } from \"/a.js\";\nimport \"./b.js\";\nconst c = \"/c.js\";\n",
          "/a.js", "export { b } from \"./b.js\";\nexport const x = \"/no/file.js\";\n",
          "/b.js", "");

  private static Optional<String> complete(String page, String secret, String... names) {
    Map<String, byte[]> files =
        FILES.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, it -> it.getValue().getBytes(StandardCharsets.UTF_8)));
    return new PageShell(files, new Capabilities(Set.of(names), 40, Optional.of(secret)))
        .complete(page);
  }

  @Test
  void aConditionKeepsOrDropsWhatItIsAbout() {
    String page = "a<!-- if feeds -->b<!-- end -->c<!-- if !feeds -->d<!-- end -->e";

    assertThat(complete(page, "", "feeds")).contains("abce");
    assertThat(complete(page, "")).contains("acde");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> complete("<!-- if fedes -->b<!-- end -->", ""));
  }

  @Test
  void aPageThatNeedsACapabilityIsLeftOutWithoutIt() {
    assertThat(complete("<!-- needs demo -->\npage", "", "demo")).contains("page");
    assertThat(complete("<!-- needs demo -->\npage", "")).isEmpty();
  }

  @Test
  void capabilitiesAreSortedSoThatEveryNodeHasTheSamePageAndTheSecretIsEscaped() {
    assertThat(complete("<!-- shell:head -->", "a\"b&$1", "webhooks", "demo", "mail"))
        .contains("<meta content=\"demo mail webhooks\" data-s=\"a&quot;b&amp;$1\">");
  }

  @Test
  void modulesAreFollowedOnceEach() {
    assertThat(complete("<!-- shell:head --><script type=\"module\" src=\"/page.js\">", ""))
        .get()
        .asString()
        .contains(
            """
            <link rel="modulepreload" href="/page.js">
            <link rel="modulepreload" href="/a.js">
            <link rel="modulepreload" href="/b.js">\
            """);
  }

  @Test
  void aMissingModuleStopsTheStart() {
    assertThatIllegalStateException()
        .isThrownBy(() -> complete("{{preload}}<script type=\"module\" src=\"/gone.js\">", ""))
        .withMessageContaining("/gone.js");
  }
}
