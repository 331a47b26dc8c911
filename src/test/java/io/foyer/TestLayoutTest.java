package io.foyer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layout of the test sources: fault tests and benchmarks use the shared support only. */
@AnalyzeClasses(packages = "io.foyer")
final class TestLayoutTest {
  private static final String FAULT = "io.foyer.fault..";
  private static final String BENCH = "io.foyer.bench..";

  @ArchTest static final ArchRule nothingUsesFaultTests = nothingElseUses(FAULT);

  @ArchTest static final ArchRule nothingUsesBenchmarks = nothingElseUses(BENCH);

  private static ArchRule nothingElseUses(String packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages);
  }
}
