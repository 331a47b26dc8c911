package io.foyer.fault;

import io.foyer.testing.Services;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;

/** What is done to the whole house while it soaks: F1, F5, F7, F8, F9 and F11, one at a time. */
enum SoakTrouble {
  /** F1: one of the nodes, but never the first, whose vital signs are watched. */
  NODE {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      List<Node> nodes = house.stage().nodes().all();
      Node node = nodes.get(1 + random.nextInt(nodes.size() - 1));
      node.kill();
      house.stage().broke(name());
      node.launch();
    }
  },
  /** F5: every session of the database ends. */
  SESSIONS {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.stage().database().terminateBackends();
    }
  },
  /** F5: the server stops at once. */
  DATABASE {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      String control = Services.find().postgresControl().toString();
      try {
        Shell.run(control, random.nextBoolean() ? "stop-immediate" : "kill");
        Beat.ofMillis(random.nextInt(500, 5_000));
      } finally {
        Shell.run(control, "start");
      }
    }
  },
  /** F5: commits that took place and look as if they had not. */
  COMMITS {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      TcpProxy network = house.stage().postgresNetwork();
      network.loseCommitAnswers(random.nextInt(1, 10));
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> network.commitsToLose() == 0);
    }
  },
  /** F7: the broker closes every connection, of senders too. */
  QUEUE_CONNECTIONS {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.stage().broker().closeAllConnections();
    }
  },
  /** F7: reset in the middle of a frame. */
  QUEUE_FRAMES {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.stage().rabbitmqNetwork().resetAfter(random.nextLong(100, 5_000));
    }
  },
  /** F7. */
  QUEUE {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.stage().broker().control("restart");
    }
  },
  /** F8: the broker of the feeds is killed. */
  FEED_BROKER {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.feeds().nats().kill();
      Beat.ofMillis(random.nextInt(100, 5_000));
      house.feeds().nats().start();
    }
  },
  /** F8: somebody deletes the writer's consumer. */
  FEED_CONSUMERS {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      try (FeedAudit operator = new FeedAudit(house.feeds().broker())) {
        operator.deleteConsumers();
      }
    }
  },
  /** F8: reset in the middle of a message. */
  FEED_FRAMES {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.feeds().natsNetwork().resetAfter(random.nextLong(100, 50_000));
    }
  },
  /** F9: all is forgotten. */
  FLUSH {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      String unused = house.chat().cluster().redis().say("FLUSHALL");
    }
  },
  /** F9: it dies, and one that knows nothing takes its place. */
  REDIS {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.chat().cluster().restart();
    }
  },
  /** F9: it stands still. */
  REDIS_SLEEPS {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.chat().cluster().redis().signal("STOP");
      Beat.ofMillis(random.nextInt(500, 12_000));
      house.chat().cluster().redis().signal("CONT");
    }
  },
  /** F11: reset between the people and the house, in the middle of a frame. */
  DOOR {
    @Override
    void strike(Soak.House house, SplittableRandom random) {
      house.chat().door().resetAfter(random.nextLong(300, 20_000));
    }
  };

  /** Breaks something, and makes it whole again. */
  abstract void strike(Soak.House house, SplittableRandom random);
}
