package io.foyer.rooms.bbb;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Answer of the API: an XML document without a document type. Failures come in three shapes, which
 * all become a {@link BbbException} with the server's key.
 */
public final class BbbAnswer {
  private static final String SUCCESS = "SUCCESS";

  private final Element root;

  private BbbAnswer(Element root) {
    this.root = root;
  }

  /**
   * Reads an answer.
   *
   * @throws BbbException if the call was refused, or this is no answer of the API
   */
  public static BbbAnswer read(String xml) {
    BbbAnswer answer = new BbbAnswer(parse(xml));
    String code = answer.text("returncode").orElse("");
    if (code.equals(SUCCESS)) {
      return answer;
    }
    if (code.isEmpty()) {
      throw new BbbException(BbbException.UNREADABLE, "the answer has no return code");
    }
    throw answer.failure(code);
  }

  private BbbException failure(String code) {
    Optional<Element> error = child(root, "errors").flatMap(errors -> child(errors, "error"));
    if (error.isPresent()) {
      Element first = error.get();
      String key = text(first, "key").orElse(first.getAttribute("key"));
      String message = text(first, "message").orElse(first.getAttribute("message"));
      return new BbbException(key.isEmpty() ? code : key, message);
    }
    return new BbbException(text("messageKey").orElse(code), text("message").orElse(""));
  }

  private static Element parse(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // else it prints to the standard error
      Document document = builder.parse(new InputSource(new StringReader(xml)));
      return document.getDocumentElement();
    } catch (SAXException | java.io.IOException e) {
      throw new BbbException(BbbException.UNREADABLE, "the answer is not XML of the API");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e); // the platform's own parser has these features
    }
  }

  /** Text of a child of the root; empty if there is none. */
  public Optional<String> text(String name) {
    return text(root, name);
  }

  /** Whether a child of the root says {@code true}. */
  public boolean flag(String name) {
    return text(name).filter("true"::equalsIgnoreCase).isPresent();
  }

  /** Text of a required child of the root. */
  public String required(String name) {
    return text(name)
        .orElseThrow(() -> new BbbException(BbbException.UNREADABLE, "the answer has no " + name));
  }

  /** The elements {@code item} within the child {@code list} of the root. */
  public List<BbbAnswer> items(String list, String item) {
    List<BbbAnswer> found = new ArrayList<>();
    child(root, list)
        .ifPresent(parent -> children(parent, item).forEach(it -> found.add(new BbbAnswer(it))));
    return found;
  }

  private static Optional<String> text(Element parent, String name) {
    return child(parent, name).map(Node::getTextContent).map(String::strip);
  }

  private static Optional<Element> child(Element parent, String name) {
    return children(parent, name).stream().findFirst();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
