package io.foyer.platform.db.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A Foyer to be killed: starts the embedded server, prints its port and stays. */
final class EmbeddedPostgresNode {
  private EmbeddedPostgresNode() {}

  public static void main(String[] args) throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]));
    System.out.println("port " + postgres.config().port());
    new CountDownLatch(1).await();
  }
}
