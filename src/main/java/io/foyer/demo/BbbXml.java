package io.foyer.demo;

import java.util.Map;

/** Writes answers of the BigBlueButton API. */
final class BbbXml {
  private final StringBuilder out = new StringBuilder("<response>");

  private BbbXml() {}

  static BbbXml success() {
    return new BbbXml().with("returncode", "SUCCESS");
  }

  /** A failure as most calls answer it. */
  static String failed(String key, String message) {
    return new BbbXml()
        .with("returncode", "FAILED")
        .with("messageKey", key)
        .with("message", message)
        .end();
  }

  /** A failure of the checks of parameters, which has a shape of its own. */
  static String errors(String key, String message) {
    return new BbbXml()
        .with("returncode", "FAILED")
        .open("errors")
        .open("error")
        .with("key", key)
        .with("message", message)
        .close("error")
        .close("errors")
        .end();
  }

  BbbXml with(String name, Object value) {
    out.append('<').append(name).append('>');
    out.append(escape(String.valueOf(value)));
    return close(name);
  }

  BbbXml all(Map<String, String> values) {
    values.forEach(this::with);
    return this;
  }

  BbbXml open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  BbbXml close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  String end() {
    return out.append("</response>").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
