package io.foyer.bench;

import io.foyer.platform.cluster.ClusterSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.redis.client.RedisOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A node of a measured cluster: serves, and does what it is told on standard input, to whose end it
 * lives. Started by {@link BenchCluster} only.
 */
public final class BenchNode {
  /** Every node answers there. */
  static final String WORK = "work";

  private BenchNode() {}

  /** Takes the contender, Redis, the prefix, both ports of the bus and the number of the node. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    var contender = Contender.valueOf(args[0]);
    ClusterSettings settings =
        ClusterSettings.of(new RedisOptions().setConnectionString(args[1])).withPrefix(args[2]);
    EventBusOptions bus =
        contender
            .bus(settings)
            .setPort(Integer.parseInt(args[3]))
            .setClusterPublicPort(Integer.parseInt(args[4]));
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setPreferNativeTransport(true).setEventBusOptions(bus))
            .withClusterManager(contender.manager(settings))
            .buildClustered()
            .await(50, TimeUnit.SECONDS);
    String number = args[5];
    vertx
        .eventBus()
        .<String>consumer(WORK, request -> request.reply(number))
        .completion()
        .await(10, TimeUnit.SECONDS);
    BusLoad.serve(vertx, number).await(10, TimeUnit.SECONDS);
    var load = new BusLoad(vertx);
    if (number.equals("0")) {
      load.ready().await(10, TimeUnit.SECONDS); // the first node drives, the others serve
    }
    out.println("up");
    try {
      obey(vertx, load, out);
    } catch (IllegalStateException e) {
      out.println(e.getMessage()); // not what was expected, and read as such
    }
    Runtime.getRuntime().halt(0);
  }

  private static void obey(Vertx vertx, BusLoad load, PrintStream out)
      throws IOException, InterruptedException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "call" -> new RequestLoop(vertx, out).start();
        case "send" -> out.println("rate " + load.sends(words[1], Integer.parseInt(words[2])));
        case "request" ->
            out.println("rate " + load.requests(words[1], Integer.parseInt(words[2])));
        default -> throw new IllegalArgumentException(line);
      }
    }
  }
}
