package dev.pointsman.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;

/** Dependencies point one way, and the domain knows neither the world nor the time. */
@AnalyzeClasses(packages = "dev.pointsman", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  /** The core is all that is not said to be something else. */
  private static final String[] AROUND_THE_CORE = {
    "dev.pointsman.connector..",
    "dev.pointsman.job..",
    "dev.pointsman.agent..",
    "dev.pointsman.cli.."
  };

  @ArchTest
  static final ArchRule DEPENDENCIES_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.pointsman..")
          .withOptionalLayers(true)
          .layer("core")
          .definedBy(resideOutsideOfPackages(AROUND_THE_CORE))
          .layer("connectors")
          .definedBy("dev.pointsman.connector..")
          .layer("jobs")
          .definedBy("dev.pointsman.job..")
          .layer("agents")
          .definedBy("dev.pointsman.agent..")
          .layer("cli")
          .definedBy("dev.pointsman.cli..")
          .whereLayer("core")
          .mayNotAccessAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("agents")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("jobs")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("connectors")
          .mayOnlyBeAccessedByLayers("cli", "agents", "jobs");

  @ArchTest
  static final ArchRule THE_CORE_KNOWS_NEITHER_FLINK_NOR_KAFKA_NOR_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackages(AROUND_THE_CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "org.apache.flink..", "org.apache.kafka..", "java.net..", "com.sun.net..")
                  .and(not(belongToAnyOf(URI.class, URISyntaxException.class))));

  @ArchTest
  static final ArchRule AGENTS_AND_CONNECTORS_KNOW_NO_FLINK =
      noClasses()
          .that()
          .resideInAnyPackage("dev.pointsman.agent..", "dev.pointsman.connector..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..");

  @ArchTest
  static final ArchRule TIME_IS_AN_ARGUMENT_OF_THE_CORE =
      noClasses()
          .that()
          .resideOutsideOfPackages(AROUND_THE_CORE)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now");
}
