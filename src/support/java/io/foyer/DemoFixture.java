package io.foyer;

import io.foyer.demo.Demo;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import io.foyer.testing.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The demo in this process, as the command starts it, on a database of its own. */
public final class DemoFixture implements AutoCloseable {
  private final TestDatabase database;
  private final Demo demo = new Demo();
  private final Foyer foyer;

  private DemoFixture(String name, Map<String, String> more) throws Exception {
    this.database = TestDatabase.migrated(name);
    demo.start().await(10, TimeUnit.SECONDS);
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("CONFIG_FILE", "");
    environment.put("MANAGEMENT_ADDR", "127.0.0.1:0");
    environment.put("ADMIN_HANDLE", "root");
    environment.put("ADMIN_EMAIL", "root@canary.example");
    environment.put("ADMIN_PASSWORD", ProgramFixture.secret("ADMIN_PASSWORD"));
    environment.put("JWT_SECRET", ProgramFixture.secret("JWT_SECRET"));
    environment.putAll(more);
    Sources sources =
        new Sources(Map.of(), environment, Optional.empty(), Path.of("").toAbsolutePath());
    DemoSettings settings =
        new DemoSettings(Settings.load(FoyerConfig.class, sources).config(), demo);
    FoyerConfig config = Settings.load(FoyerConfig.class, settings.apply(sources)).config();
    this.foyer = new Foyer(config, List.of(new DemoFeature(demo)));
    Foyer.Address unused = foyer.start();
  }

  /** Starts it; {@code settings} are added to its environment. */
  public static DemoFixture open(String name, Map<String, String> settings) throws Exception {
    return new DemoFixture(name, settings);
  }

  /** Its database. */
  public TestDatabase database() {
    return database;
  }

  @Override
  public void close() {
    foyer.drain();
    demo.close().await();
    database.close();
  }
}
