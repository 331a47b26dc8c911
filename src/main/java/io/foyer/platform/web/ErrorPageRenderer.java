package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.vertx.core.buffer.Buffer;

/**
 * Renders errors as HTML pages, for browsers. The detail is the only foreign text, and it is
 * escaped. Status and headers are those of problem JSON.
 */
public final class ErrorPageRenderer implements ErrorRenderer {
  private final ProblemRenderer renderer = new ProblemRenderer();

  @Override
  public PreparedResponse problem(Problem problem) {
    return page(renderer.problem(problem));
  }

  @Override
  public PreparedResponse refusal(int status) {
    return page(renderer.refusal(status));
  }

  @Override
  public PreparedResponse fault(String id) {
    return page(renderer.fault(id), "It is logged under the id " + id + ".");
  }

  private static PreparedResponse page(PreparedResponse prepared) {
    return page(prepared, prepared.body().toJsonObject().getString("detail"));
  }

  private static PreparedResponse page(PreparedResponse prepared, String detail) {
    String title = prepared.body().toJsonObject().getString("title");
    String html = html(escaped(title), prepared.status(), escaped(detail));
    return new PreparedResponse(
        prepared.status(), "text/html; charset=utf-8", Buffer.buffer(html), prepared.headers());
  }

  private static String html(String title, int status, String detail) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s · Foyer</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/foyer.css">
    <link rel="stylesheet" href="/components.css">
    </head>
    <body class="bare">
    <header><a class="name" href="/"><img src="/icon.svg" alt="">Foyer</a></header>
    <main><p class="status">%2$d</p><h1>%1$s</h1><p>%3$s</p>
    <p><a class="button quiet" href="/">To the front page</a></p></main>
    </body>
    </html>
    """
        .formatted(title, status, detail);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
