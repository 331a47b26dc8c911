package io.foyer.bench.chat;

import io.foyer.bench.BenchmarkFixture;
import io.foyer.testing.Tokens;
import io.foyer.testing.Vitals;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One node of the real program, on a database of its own. Both of its wires are measured. */
final class FoyerServer {
  private static final int PEOPLE = 9_000;

  private final BenchmarkFixture fixture = new BenchmarkFixture("foyer_bench_chat");
  private final BenchmarkFixture.Node node;
  private final Map<String, Boolean> prepared = new ConcurrentHashMap<>();

  FoyerServer() throws Exception {
    this.node =
        fixture.node(
            Map.of(
                "JWT_SECRET",
                Tokens.SECRET,
                "CHAT_RATE",
                "1000000",
                "CHAT_CONNECTIONS_PER_ADDRESS",
                "1000000",
                "TRUSTED_PROXIES",
                "127.0.0.1/32",
                "LIMITS_REQUESTS",
                "0",
                "LIMITS_ANONYMOUS",
                "0"));
    fixture.execute(
        """
        INSERT INTO foyer.accounts
          (id, handle, handle_key, email, email_key, name, name_key, role, password_hash)
        SELECT lpad(to_hex(n), 24, '0'), h, h, h || '@example.org', h || '@example.org', h, h, 'user', ''
        FROM generate_series(1, %d) n, LATERAL (SELECT 'bench' || n AS h) names;
        INSERT INTO foyer.sessions (id, account_id, carrier, address, agent, expires_at)
        SELECT id, id, 'token', '127.0.0.1', 'bench', now() + interval '1 day' FROM foyer.accounts
        WHERE handle LIKE 'bench%%'
        """
            .formatted(PEOPLE));
  }

  private static String account(int member) {
    return "%024x".formatted(member + 1);
  }

  private static String token(int member) {
    return Tokens.of(account(member), "bench" + (member + 1));
  }

  /** The id of a room: its prefix and number in digits. */
  private static String id(String room) {
    return "%024x".formatted(Integer.toUnsignedLong(room.hashCode()) + 0x100000000L);
  }

  long database() throws Exception {
    String folder = fixture.text("SELECT current_setting('data_directory')");
    return Long.parseLong(
        java.nio.file.Files.readAllLines(Path.of(folder, "postmaster.pid")).getFirst().strip());
  }

  Target ws() {
    return target("Foyer /ws", new FoyerDialect(FoyerServer::token, FoyerServer::id));
  }

  Target sockJs() {
    return target("Foyer SockJS", new SockJsDialect(FoyerServer::token, FoyerServer::id));
  }

  private Target target(String title, Dialect dialect) {
    return new Target() {
      @Override
      public String title() {
        return title;
      }

      @Override
      public int port() {
        return node.port();
      }

      @Override
      public long pid() {
        return node.process().pid();
      }

      @Override
      public Dialect dialect() {
        return dialect;
      }

      @Override
      public void prepare(String prefix, int rooms, int members) throws Exception {
        if (prepared.putIfAbsent(prefix, true) == null) {
          fill(prefix, rooms, members);
        }
      }

      @Override
      public long heap() {
        return Vitals.of(node.process().pid()).heap();
      }

      @Override
      public void close() {}
    };
  }

  private void fill(String prefix, int rooms, int members) throws Exception {
    for (int i = 0; i < rooms; i++) {
      String room = id(prefix + i);
      fixture.execute(
          """
          INSERT INTO foyer.rooms (id, name, owner) VALUES ('%1$s', '%2$s', '');
          INSERT INTO foyer.room_heads (room_id) VALUES ('%1$s');
          INSERT INTO foyer.members (room_id, account_id, since_seq)
          SELECT '%1$s', lpad(to_hex(n), 24, '0'), 1 FROM generate_series(%3$d, %4$d, %5$d) n
          """
              .formatted(room, prefix + i, i + 1, members, rooms));
    }
  }

  void close() {
    fixture.close();
  }
}
