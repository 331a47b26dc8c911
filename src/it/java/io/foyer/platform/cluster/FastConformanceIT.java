package io.foyer.platform.cluster;

import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/** The quick ones of Vert.x' own tests; {@code make conformance-cluster} runs all. */
@RunWith(Suite.class)
@Suite.SuiteClasses({NodeInfoConformance.class, CounterConformance.class})
public final class FastConformanceIT {}
