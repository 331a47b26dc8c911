package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** Somebody who is logged in and sits before the chat page. */
public final class Talker implements AutoCloseable {
  private final Visit visit;
  private final String handle;

  private Talker(Visit visit, String handle) {
    this.visit = visit;
    this.handle = handle;
  }

  /** Opens the chat for somebody who has an account; returns when the page is connected. */
  public static Talker enter(Visit visit, String handle) {
    return new Talker(visit.loggedIn(handle).to("/chat.html"), handle).connected();
  }

  /** Somebody who sits before the chat page already. */
  static Talker at(Visit visit, String handle) {
    return new Talker(visit, handle);
  }

  Talker connected() {
    assertThat(visit.at("#line-text")).hasText("Connected");
    return this;
  }

  /** The browser. */
  public Visit visit() {
    return visit;
  }

  /** The tab. */
  public Page page() {
    return visit.page();
  }

  String handle() {
    return handle;
  }

  /** Makes a room by the page and stands in it. */
  public Talker makes(String room, String access) {
    visit.button("New room").click();
    visit.at("#create-name").fill(room);
    visit.at("#create-access").selectOption(access);
    visit.button("Create").click();
    assertThat(visit.at("#talk-title")).hasText(room);
    return this;
  }

  Talker opens(String room) {
    entry(room).click();
    assertThat(visit.at("#talk-title")).hasText(room);
    return this;
  }

  /** Opens a room of others and comes in. */
  public Talker joins(String room) {
    if (entry(room).count() == 0) {
      page().reload();
      connected();
    }
    opens(room);
    visit.button("Join").click();
    assertThat(visit.at("#composer")).isVisible();
    return this;
  }

  /** Its line in the list of rooms. */
  Locator entry(String room) {
    return visit.at("#lists a").filter(new Locator.FilterOptions().setHasText(room));
  }

  /** Writes it and presses Enter, whether or not there is a connection. */
  public Talker says(String text) {
    visit.at("#text").fill(text);
    visit.at("#text").press("Enter");
    return this;
  }

  /** The texts of the messages in the page. */
  public Locator words() {
    return visit.at("#messages .words");
  }

  Talker sees(String... texts) {
    assertThat(words()).hasText(texts);
    return this;
  }

  /** What stands there now. */
  public List<String> said() {
    return words().allTextContents();
  }

  Talker away(boolean offline) {
    visit.context().setOffline(offline);
    return this;
  }

  Locator person(String name) {
    return page()
        .getByRole(AriaRole.COMPLEMENTARY)
        .getByRole(AriaRole.LISTITEM)
        .filter(new Locator.FilterOptions().setHasText(name));
  }

  @Override
  public void close() {
    visit.close();
  }
}
