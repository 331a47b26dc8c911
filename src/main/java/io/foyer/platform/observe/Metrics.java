package io.foyer.platform.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Metrics registry of this process, exported as Prometheus text. Owns the meters of the JVM and of
 * Vert.x's pools and servers; features register theirs with {@link #registry}.
 */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();

  /** A registry with the meters of this JVM. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    Gauge.builder("foyer.build.info", () -> 1)
        .description("Always 1; the labels say what runs")
        .tag("version", version())
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  /** Where features register their meters. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Everything, in Prometheus text format. */
  public String scrape() {
    return registry.scrape();
  }

  /**
   * A Vert.x that reports its pools here. Its HTTP meters are off: they cost the intake a third of
   * its throughput, and the edge counts requests itself.
   */
  public VertxBuilder instrument(VertxOptions options) {
    MicrometerMetricsOptions measured =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setLabels(EnumSet.of(Label.POOL_TYPE, Label.POOL_NAME))
            .setDisabledMetricsCategories(unused());
    return Vertx.builder()
        .with(new VertxOptions(options).setPreferNativeTransport(true).setMetricsOptions(measured))
        .withMetrics(new MicrometerMetricsFactory(registry));
  }

  private static Set<String> unused() {
    return EnumSet.complementOf(EnumSet.of(MetricsDomain.NAMED_POOLS)).stream()
        .map(MetricsDomain::toCategory)
        .collect(Collectors.toSet());
  }

  private static String version() {
    return Optional.ofNullable(Metrics.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
