package io.foyer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.foyer.platform.config.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of ARCHITECTURE.md about packages and names. */
@AnalyzeClasses(packages = "io.foyer", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "io.foyer";
  private static final String PLATFORM = "io.foyer.platform..";
  private static final String NOTIFY = "io.foyer.notify..";
  private static final DescribedPredicate<JavaClass> FEATURES =
      resideInAPackage("io.foyer..")
          .and(not(resideInAnyPackage(ROOT, PLATFORM, "io.foyer.cli..")))
          .as("features");

  // Main → features → notify → platform. Settings are one tree of records, so that the root sees
  // every feature's; nobody below sees the root.

  @ArchTest
  static final ArchRule platformKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM)
          .should()
          .dependOnClassesThat(resideInAPackage("io.foyer..").and(not(resideInAPackage(PLATFORM))));

  @ArchTest
  static final ArchRule notifyStandsOnThePlatformAlone =
      noClasses()
          .that()
          .resideInAPackage(NOTIFY)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.foyer..").and(not(resideInAnyPackage(PLATFORM, NOTIFY))));

  @ArchTest
  static final ArchRule featuresDoNotKnowTheRoot =
      noClasses().that(FEATURES).should().dependOnClassesThat().resideInAPackage(ROOT);

  @ArchTest
  static final ArchRule onlyTheRootSeesTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, "io.foyer.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.foyer.cli..");

  @ArchTest
  static final ArchRule featuresFormNoCircle =
      slices().matching("io.foyer.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theDemoIsNoPartOfTheProgram =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, "io.foyer.cli..", "io.foyer.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.foyer.demo..");

  // What only one room touches.

  @ArchTest
  static final ArchRule onlyOneRoomSpeaksToRabbitMq =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.foyer.platform.amqp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.rabbitmq..", "io.vertx.rabbitmq..");

  @ArchTest
  static final ArchRule theClusterCouldBePublishedAlone =
      classes()
          .that()
          .resideInAPackage("io.foyer.platform.cluster..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.foyer.platform.cluster..",
              "io.vertx..",
              "io.netty..",
              "org.slf4j..",
              "org.jspecify..",
              "java..");

  @ArchTest
  static final ArchRule onlyStoresAndQueriesRunStatements =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.foyer.platform.db..")
          .and()
          .haveSimpleNameNotEndingWith("Store")
          .and()
          .haveSimpleNameNotEndingWith("Queries")
          .should()
          .callMethodWhere(runsAStatement());

  @ArchTest
  static final ArchRule onlyTheDatabaseRoomKnowsItsClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.foyer.platform.db..")
          .and()
          .haveSimpleNameNotEndingWith("Store") // a backup copies tables, which only the driver can
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.pgclient..", "org.postgresql..", "org.flywaydb..");

  @ArchTest
  static final ArchRule promisesAreThePlatformsAffair =
      noClasses()
          .that(FEATURES)
          .and()
          .resideOutsideOfPackage("io.foyer.demo..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.vertx.core.Promise");

  // Secrets.

  private static final DescribedPredicate<JavaClass> DOORKEEPERS =
      DescribedPredicate.describe(
          "let people in",
          type ->
              Set.of("WebhookRoute", "ServiceToken", "Entrances").contains(type.getSimpleName()));

  @ArchTest
  static final ArchRule whoLetsPeopleInComparesInConstantTime =
      classes().that(DOORKEEPERS).should().callMethod(Secret.class, "matches", String.class);

  @ArchTest
  static final ArchRule whoLetsPeopleInNeverSeesASecret =
      noClasses()
          .that(DOORKEEPERS)
          .should()
          .callMethod(Secret.class, "reveal")
          .orShould()
          .callMethod(Secret.class, "equals", Object.class);

  // Manners.

  @ArchTest
  static final ArchRule onlyMainAndTheCommandsPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.foyer.cli..")
          .and()
          .doNotHaveSimpleName("Main")
          .should()
          .accessFieldWhere(
              JavaAccess.Predicates.targetOwner(
                      DescribedPredicate.describe(
                          "System", owner -> owner.isEquivalentTo(System.class)))
                  .and(
                      DescribedPredicate.describe(
                          "out or err", access -> Set.of("out", "err").contains(access.getName())))
                  .forSubtype());

  @ArchTest
  static final ArchRule classesAreFinal =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotAnonymousClasses()
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .and()
          .areNotEnums()
          .and()
          .areTopLevelClasses()
          .and()
          .resideOutsideOfPackage("io.foyer.feeds.v1..")
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule stateIsPrivate =
      fields()
          .that()
          .areNotStatic()
          .and()
          .areDeclaredInClassesThat()
          .areNotRecords()
          .and()
          .areDeclaredInClassesThat()
          .areTopLevelClasses()
          .should()
          .bePrivate();

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .areNotAnonymousClasses()
          .should()
          .beFinal();

  @ArchTest
  static void oneSimpleNameOnePublicClass(JavaClasses classes) {
    Map<String, List<String>> names =
        classes.stream()
            .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(PUBLIC))
            .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));

    assertThat(names).isNotEmpty().allSatisfy((name, types) -> assertThat(types).hasSize(1));
  }

  private static DescribedPredicate<JavaCall<?>> runsAStatement() {
    return new DescribedPredicate<>("run a statement") {
      @Override
      public boolean test(JavaCall<?> call) {
        String owner = call.getTargetOwner().getPackageName();
        return Set.of("query", "preparedQuery").contains(call.getName())
            && (owner.equals("io.foyer.platform.db") || owner.startsWith("io.vertx.sqlclient"));
      }
    };
  }
}
