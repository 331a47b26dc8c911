package io.foyer.testing.gate;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one JUnit XML report, element by element. */
final class ReportReader {
  private static final Pattern SEED = Pattern.compile("\\bseed\\b[\"' :=]*(-?\\d+)");

  private final List<Failure> failures = new ArrayList<>();
  private String testClass = "";
  private Duration suite = Duration.ZERO;
  private Duration cases = Duration.ZERO;
  private int tests;
  private int skipped;
  private String declaredIn = "";
  private String test = "";
  private Optional<String> seed = Optional.empty();

  TestReport read(Path file) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          start(xml);
        } else if (event == XMLStreamConstants.CHARACTERS) {
          findSeed(xml.getText());
        }
      }
    } catch (XMLStreamException | IOException e) {
      throw new IllegalStateException("not a complete report: " + file, e);
    }
    return new TestReport(
        topLevel(testClass),
        tests,
        skipped,
        suite.compareTo(cases) > 0 ? suite : cases, // of two engines, the suite's is the last one's
        List.copyOf(failures),
        failures.isEmpty() ? Optional.empty() : seed);
  }

  private void start(XMLStreamReader xml) {
    switch (xml.getLocalName()) {
      case "testsuite" -> {
        testClass = attribute(xml, "name");
        suite = seconds(attribute(xml, "time"));
      }
      case "testcase" -> {
        tests++;
        cases = cases.plus(seconds(attribute(xml, "time")));
        declaredIn = topLevel(attribute(xml, "classname"));
        test = attribute(xml, "name");
      }
      case "skipped" -> skipped++;
      case "failure", "error" -> failures.add(new Failure(declaredIn, test, exception(xml)));
      default -> {
        // properties and output
      }
    }
  }

  private static String exception(XMLStreamReader xml) {
    String type = attribute(xml, "type");
    return type.isEmpty() ? "unknown" : type;
  }

  private void findSeed(String text) {
    if (seed.isEmpty()) {
      seed = Optional.of(SEED.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("");
  }

  /** Without a nested class, and without the suffix that failsafe gives a second report. */
  private static String topLevel(String name) {
    return name.replaceFirst("[$(].*", "");
  }

  /** Surefire groups the digits of a thousand seconds. */
  private static Duration seconds(String text) {
    BigDecimal seconds = new BigDecimal(text.isEmpty() ? "0" : text.replace(",", ""));
    return Duration.ofMillis(seconds.movePointRight(3).longValue());
  }
}
