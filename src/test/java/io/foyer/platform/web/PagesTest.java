package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The static pages: these and nothing beside them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesTest {
  private HttpServerFixture fixture;

  @BeforeAll
  void start() throws Exception {
    fixture = new HttpServerFixture();
  }

  @AfterAll
  void stop() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/docs, text/html",
    "/docs/, text/html",
    "/docs/docs.js, text/javascript",
    "/demo.html, text/html",
    "/layout.js, text/javascript",
    "/vendor/lit-html.LICENSE.txt, text/plain",
    "/foyer.css, text/css",
    "/icon.svg, image/svg+xml",
    "/openapi.yaml, application/yaml",
    "/openapi.json, application/json"
  })
  void everyPageIsServedWithItsType(String path, String type) throws Exception {
    HttpResponse<String> answer = fixture.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    assertThat(fixture.send("HEAD", path, "").statusCode()).isEqualTo(200);
  }

  @Test
  void aPageThatCannotBeChangedSaysWhatItTakes() throws Exception {
    for (String path : List.of("/", "/docs", "/openapi.json", "/foyer.css")) {
      HttpResponse<String> answer = fixture.send("POST", path, "");

      assertThat(answer.statusCode()).as(path).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).as(path).contains("GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../logback.xml",
        "/..%2flogback.xml",
        "/%2e%2e/logback.xml",
        "/%2e%2e%2flogback.xml",
        "/%2e%2e%2Fopenapi%2Ffoyer.yaml",
        "/docs/..%2f..%2fopenapi/foyer.yaml",
        "/docs/%2e%2e%2f%2e%2e%2fopenapi%2ffoyer.yaml",
        "/docs/..%5c..%5copenapi%5cfoyer.yaml",
        "/%252e%252e%252fopenapi/foyer.yaml",
        "/%c0%ae%c0%ae/openapi/foyer.yaml",
        "/....//openapi/foyer.yaml",
        "/./../openapi/foyer.yaml",
        "//openapi/foyer.yaml",
        "/..;/openapi/foyer.yaml",
        "/docs/.hidden",
        "/docs%00.html",
        "/../../../../../../etc/passwd",
        "/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/..\\..\\etc\\passwd",
        "//etc/passwd",
        "/file:///etc/passwd"
      })
  void nothingOutsideTheWebrootIsReached(String path) throws Exception {
    String answer =
        fixture.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 4")
        .doesNotContain("root:", "openapi: 3.1.0", "<config");
  }

  @Test
  void theContractIsServedWholeLegacyPathsIncluded() throws Exception {
    JsonObject contract = new JsonObject(fixture.get("/openapi.json").body());

    assertThat(contract.getString("openapi")).isEqualTo("3.1.0");
    assertThat(contract.getJsonObject("paths").fieldNames())
        .contains("/webhooks", "/j/{secret}", "/api/v2/evaluations");
    assertThat(contract.encode()).doesNotContain("__absolute");
  }

  @Test
  void pagesNeedNothingTheSecurityPolicyForbids() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("webroot"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = withoutLibrary(file);
        assertThat(text)
            .as(file.toString())
            .doesNotContain(
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "Function(")
            .doesNotContainPattern("<script(?![^>]*src=\"/)")
            .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=\"|javascript:")
            .doesNotContainPattern("(src|href)=\"(https?:)?//");
      }
    }
  }

  /**
   * The text of a file. lit-html fills a template element with the pages' own literals, by the only
   * innerHTML that there is.
   */
  private static String withoutLibrary(Path file) throws IOException {
    String text = Files.readString(file);
    return file.endsWith("vendor/lit-html.js") ? text.replaceFirst("innerHTML", "") : text;
  }

  @Test
  void aPageIsSentCompressedAndOnlyOnce() throws Exception {
    HttpResponse<byte[]> zipped = fixture.bytes("/foyer.css", "Accept-Encoding", "gzip, br");
    String tag = zipped.headers().firstValue("ETag").orElseThrow();

    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(zipped.headers().firstValue("Vary")).contains("Accept-Encoding");
    try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(fixture.get("/foyer.css").body());
    }
    HttpResponse<byte[]> known =
        fixture.bytes("/foyer.css", "Accept-Encoding", "gzip", "If-None-Match", "\"x\", W/" + tag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(known.headers().firstValue("ETag")).contains(tag);
    HttpResponse<byte[]> plain = fixture.bytes("/foyer.css", "If-None-Match", tag);
    assertThat(plain.statusCode()).as("the plain form is another one").isEqualTo(200);
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void everyModuleThatAPageImportsIsPreloaded() throws Exception {
    String page = fixture.get("/feeds.html").body();

    assertThat(page)
        .contains("<link rel=\"modulepreload\" href=\"/feeds/feeds.js\">")
        .contains("<link rel=\"modulepreload\" href=\"/feeds/format.js\">")
        .contains("<link rel=\"modulepreload\" href=\"/api.js\">")
        .doesNotContain("<!--", "{{");
    assertThat(fixture.get("/shell/head.html").statusCode()).isEqualTo(404);
  }
}
