package io.foyer.demo;

import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Pagination of team members at the intranet's stand-in.
 *
 * @param size page size; 0 returns all members on one page
 * @param link whether a {@code Link} header gives the next page; otherwise {@code X-Total}, {@code
 *     X-Per-Page} and {@code X-Page} do
 */
public record TeamPages(int size, boolean link) {
  /** All members at once. */
  public static final TeamPages NONE = new TeamPages(0, false);

  void answer(RoutingContext request, List<String> logins) {
    if (size == 0) {
      Answers.json(request, 200, IntraStandIn.people(logins));
      return;
    }
    int page = Integer.parseInt(request.request().getParam("page[number]", "1"));
    int from = Math.min((page - 1) * size, logins.size());
    int to = Math.min(from + size, logins.size());
    announce(request, page, logins.size());
    Answers.json(request, 200, IntraStandIn.people(logins.subList(from, to)));
  }

  private void announce(RoutingContext request, int page, int total) {
    if (!link) {
      request
          .response()
          .putHeader("X-Total", String.valueOf(total))
          .putHeader("X-Per-Page", String.valueOf(size))
          .putHeader("X-Page", String.valueOf(page));
    } else if (page * size < total) {
      String target = "http://intranet.example" + request.request().path();
      request
          .response()
          .putHeader(
              "Link",
              "<%1$s?page%%5Bnumber%%5D=1>; rel=\"first\", <%1$s?page%%5Bnumber%%5D=%2$d>; rel=\"next\""
                  .formatted(target, page + 1));
    }
  }
}
