package io.foyer.rooms.bbb;

import io.foyer.platform.config.Secret;
import java.net.URI;

/**
 * A BigBlueButton server and its shared secret.
 *
 * @param api address of its API without a slash at the end, as {@link #api} makes it
 */
public record BbbServer(URI api, Secret secret, BbbChecksum checksum) {
  private static final String PATH = "/bigbluebutton/api";

  /**
   * The address of the API, from what an administrator copies: what {@code bbb-conf --secret}
   * prints, with or without {@code api}, or the bare host.
   *
   * @throws IllegalArgumentException if it is no http or https address of a host
   */
  public static URI api(String given) {
    URI uri = URI.create(given.strip());
    boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("must be an http or https address of a server");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must have no query");
    }
    String path = uri.getRawPath().replaceAll("/+$", "");
    String full = path.isEmpty() ? PATH : path.endsWith("/api") ? path : path + "/api";
    return uri.resolve(full);
  }

  /** The signed address of a call. */
  public URI signed(String call, BbbParameters parameters) {
    return URI.create(api + signedPath(call, parameters));
  }

  /** The same, after {@link #api}. */
  String signedPath(String call, BbbParameters parameters) {
    String query = parameters.query();
    String sum = "checksum=" + checksum.of(call, query, secret.reveal());
    return "/" + call + "?" + (query.isEmpty() ? sum : query + "&" + sum);
  }
}
