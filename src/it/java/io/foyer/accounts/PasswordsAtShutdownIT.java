package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.ChildProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The first log-in of a node may arrive while it drains, which it does in a shutdown hook. */
class PasswordsAtShutdownIT {
  /** Checks its first passwords in a shutdown hook. */
  static final class Node {
    private Node() {}

    public static void main(String[] args) {
      Passwords passwords =
          new Passwords(Vertx.vertx(), new SimpleMeterRegistry(), new HashCost(1_024, 1));
      Thread drain =
          new Thread(
              () -> {
                System.out.println("nobody " + answer(() -> passwords.matchesNobody("p").await()));
                System.out.println(
                    "other " + answer(() -> passwords.matches("p", args[0]).await()));
                Runtime.getRuntime().halt(0);
              });
      Runtime.getRuntime().addShutdownHook(drain);
      System.exit(0);
    }

    private static String answer(Supplier<Boolean> question) {
      try {
        return question.get().toString();
      } catch (RuntimeException e) {
        return e.getClass().getSimpleName();
      }
    }
  }

  @Test
  void passwordsAreCheckedOrRefusedForNow() {
    // Four lanes, of another system, for which the library wants threads of its own.
    String other = "$argon2id$v=19$m=1024,t=1,p=4$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAA";
    try (ChildProcess node = ChildProcess.start(ChildProcess.java(List.of(), Node.class, other))) {
      assertThat(node.expectLine("nobody", Duration.ofMinutes(1))).containsExactly("false");
      assertThat(node.expectLine("other", Duration.ofMinutes(1)))
          .containsExactly("ProblemException");
    }
  }
}
