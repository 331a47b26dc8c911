package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Response;
import io.foyer.ProgramFixture;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.Nginx;
import io.foyer.testing.OnRedis;
import io.foyer.testing.People;
import io.foyer.testing.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two browsers before nginx with the sample of {@code docker/nginx}, two clustered nodes behind it:
 * whichever node answers, there is one account. Each answer names its node.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class BehindNginxIT {
  private static final String ME = "/api/v2/accounts/me";

  private @Nullable Nginx nginx;
  private PageFixture fixture;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    List<Integer> ports = List.of(Ports.free(), Ports.free());
    nginx = Nginx.start(folder, ports);
    String base = "http://127.0.0.1:" + nginx.port();
    Map<String, String> settings = new HashMap<>(OnRedis.settings());
    settings.put("PUBLIC_URL", base);
    settings.put("TRUSTED_PROXIES", "127.0.0.1");
    settings.put("HTTP_ADDR", address(ports.getFirst()));
    fixture = PageFixture.open("page_nginx", base, settings);
    ProgramFixture.Node second =
        fixture.program().node(Map.of("HTTP_ADDR", address(ports.getLast())));
    new ManagementClient(second.managementPort()).await("cluster", "up nodes: 2");
    new ManagementClient(fixture.program().node().managementPort()).await("cluster", "up nodes: 2");
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  @AfterAll
  void close() {
    if (fixture != null) {
      fixture.close();
    }
    if (nginx != null) {
      nginx.close();
    }
  }

  private static String node(Response answer) {
    return answer.headers().getOrDefault(Nginx.NODE, "none");
  }

  /** Logs in; returns the node that let the person in. */
  private static String enter(Visit visit, String handle) {
    visit.to("/account.html#login");
    Response answer =
        visit
            .page()
            .waitForResponse(
                it -> it.url().endsWith("/api/v2/sessions"),
                () -> visit.logIn(handle, People.PASSWORD));
    assertThat(visit.at("#view-me")).isVisible();
    return node(answer);
  }

  /** Logs in, again and again, until another node than {@code taken} lets the person in. */
  private static void enterElsewhere(Visit visit, String handle, String taken) {
    for (int i = 1; enter(visit, handle).equals(taken); i++) {
      Assertions.assertThat(i).as("log-ins at %s only", taken).isLessThan(10);
      visit.logOut();
      assertThat(visit.at("#view-login")).isVisible();
      if (i % 2 == 0) { // nginx takes turns: one request more, and the turn is the other node's
        visit.page().evaluate("() => fetch('/icon.svg')");
      }
    }
  }

  /** As if the person came back to the tab; returns the node that said who is logged in. */
  private static String look(Visit visit) {
    return node(visit.lookAgain());
  }

  /** Asks who is logged in, in the page; returns the status, and the node that said so. */
  private static String ask(Visit visit) {
    return String.valueOf(
        visit
            .page()
            .evaluate(
                """
                async ([path, node]) => {
                  const answer = await fetch(path);
                  return answer.status + " " + answer.headers.get(node);
                }\
                """,
                List.of(ME, Nginx.NODE)));
  }

  @Test
  void twoBrowsersLoggedInOnTwoNodesSeeOneAccount() {
    String handle = fixture.registered();
    try (Visit one = fixture.visit();
        Visit other = fixture.visit()) {
      enterElsewhere(other, handle, enter(one, handle));

      one.at("#profile-name").fill("Grace Hopper");
      one.at("#profile-form button[type=submit]").click();
      assertThat(one.at("h1")).hasText("Grace Hopper");

      Set<String> said = new HashSet<>();
      for (int i = 0; i < 5 && said.size() < 2; i++) {
        said.add(look(other));
        assertThat(other.at("h1")).hasText("Grace Hopper");
        assertThat(other.at(".who-name")).hasText("Grace Hopper");
      }
      Assertions.assertThat(said).as("the nodes that know the new name").hasSize(2);
    }
  }

  @Test
  void loggingOutEverywhereEndsTheOtherBrowserOnBothNodes() {
    String handle = fixture.registered();
    try (Visit one = fixture.visit();
        Visit other = fixture.visit()) {
      enterElsewhere(other, handle, enter(one, handle));
      one.to("/account.html#sessions");
      assertThat(one.at("#sessions .entry")).hasCount(2);
      one.button("Log out everywhere").click();

      one.at("#confirm-yes").click();

      assertThat(one.at("#view-login")).isVisible();
      isOut(other);
    }
  }

  @Test
  void whomAnAdminDisablesIsOutOnBothNodes() {
    String handle = fixture.registered();
    try (Visit admin = fixture.visit();
        Visit other = fixture.visit()) {
      admin.loggedIn("root", ProgramFixture.secret("ADMIN_PASSWORD")).to("/admin.html");
      enter(other, handle);
      admin.at("#people-query").fill(handle);
      assertThat(admin.at("#people .entry")).hasCount(1);
      admin.at("#people .entry button").click();
      admin.at("#person-disabled").check();

      admin.at("#person-form button[type=submit]").click();

      assertThat(admin.at("#people .entry")).containsText("disabled");
      isOut(other);
      other.logIn(handle, People.PASSWORD);
      assertThat(other.at("#login-form .alert")).containsText("wrong");
    }
  }

  /**
   * Both nodes say so (how soon is held elsewhere), and the page as soon as somebody looks at it.
   */
  private static void isOut(Visit visit) {
    Set<String> refused = new HashSet<>();
    await()
        .pollInSameThread() // the browser belongs to this one
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              refused.add(ask(visit));
              return refused.stream().filter(it -> it.startsWith("401 ")).count() == 2;
            });
    Assertions.assertThat(ask(visit)).startsWith("401 ");
    Assertions.assertThat(ask(visit)).startsWith("401 ");

    look(visit);
    assertThat(visit.at("#view-login")).isVisible();
    assertThat(visit.at("#notice")).containsText("Your log-in was ended");
  }
}
