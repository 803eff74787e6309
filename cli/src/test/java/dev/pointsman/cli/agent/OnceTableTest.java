package dev.pointsman.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OnceTableTest {

  private static final String DECLARED = "redis_setting_as_declared";

  private final OnceTable table = new OnceTable();

  @Test
  void whereAllAnsweredItSaysHowMany() {
    answered("cache", 1);
    tell("redis_up", 1, "cluster", "cache", "node", "a:1");
    tell("postgresql_replay_paused", 0, "cluster", "orders");
    assertThat(table.summary()).containsExactly("the system answered");
    answered("orders", 1);
    assertThat(table.summary()).containsExactly("all 2 systems answered");
    assertThat(table.allWell()).isTrue();
  }

  @Test
  void systemsAreCountedAndNotWhatIsFoundOfThem() {
    answered("cache", 0);
    answered("orders", 1);
    tell("redis_up", 0, "cluster", "cache", "node", "a:1");
    tell("redis_up", 0, "cluster", "cache", "node", "b:1");
    assertThat(table.summary())
        .containsExactly("no answer:       redis cache", "1 of 2 systems did not answer");
    assertThat(table.allWell()).isFalse();
  }

  @Test
  void aSystemThatAnsweredWithOneOfItsPartsDownIsNotWell() {
    answered("orders", 1);
    tell("postgresql_up", 0, "cluster", "orders", "replica", "r1");
    assertThat(table.allWell()).isFalse();
    assertThat(table.summary())
        .containsExactly(
            "down:            postgresql_up{cluster=\"orders\",replica=\"r1\"} 0",
            "the system answered");
  }

  @Test
  void whatIsNotAsDeclaredIsListed() {
    answered("cache", 1);
    tell(DECLARED, 1, "setting", "version");
    assertThat(table.allWell()).isTrue();
    tell(DECLARED, 0, "setting", "mode");
    tell("postgresql_synchronous_standbys", 0, "mode", "synchronous");
    tell("postgresql_synchronous_standbys", 0, "mode", "asynchronous");
    assertThat(table.allWell()).isFalse();
    assertThat(table.summary())
        .containsExactly(
            "not as declared: postgresql_synchronous_standbys{mode=\"synchronous\"} 0",
            "not as declared: redis_setting_as_declared{setting=\"mode\"} 0",
            "the system answered, not all of it is as declared");
  }

  @Test
  void whatCouldNotBeAskedIsNotDown() {
    table.accept(check("api"));
    table.accept(failed("db", "not asked: the name servers do not answer"));
    assertThat(table.lines().get(1)).contains(" ?    not asked: the name servers");
    assertThat(table.summary()).containsExactly("1 of 2 checks could not be asked");
    assertThat(table.allWell()).isFalse();
    table.accept(failed("web", "connection refused"));
    assertThat(table.summary())
        .containsExactly("1 of 3 checks is down", "1 of 3 checks could not be asked");
  }

  private static HealthCheckEvent failed(String name, String error) {
    return new HealthCheckEvent(
        name, "a:443", "us-west-2", "me", false, null, error, Instant.EPOCH);
  }

  @Test
  void numbersAreForPeople() {
    tell("a", 5.740915060043335);
    tell("b", 0.000123456);
    tell("c", 1_763_700_000.1239);
    tell("d", 2_000_000);
    tell("e", -99.99999);
    assertThat(table.lines())
        .containsExactly(
            "a{} 5.741", "b{} 0.0001235", "c{} 1763700000.124", "d{} 2000000", "e{} -100");
  }

  @Test
  void theChecksStandNextToTheirSum() {
    table.accept(check("api"));
    tell("tls_chain_valid", 1);
    assertThat(table.lines()).hasSize(2).last().asString().startsWith("api ");
    assertThat(table.summary()).containsExactly("the check is up");
  }

  @Test
  void aLookAtTlsSaysThatItIsNotOneAtHealth() {
    table.accept(check("tls"));
    table.accept(check("api"));
    assertThat(table.lines().get(0)).endsWith("up   12.0 ms");
    assertThat(table.lines().get(1))
        .endsWith("up   12.0 ms  (a look at its TLS, not at its health)");
  }

  private static HealthCheckEvent check(String name) {
    return new HealthCheckEvent(
        name, "a:443", "us-west-2", "me", true, Duration.ofMillis(12), null, Instant.EPOCH);
  }

  private void answered(String target, double value) {
    tell("collector_up", value, "collector", "redis", "target", target);
  }

  private void tell(String metric, double value, String... labels) {
    table.accept(MetricEvent.of(metric, Labels.of(labels), value, Instant.EPOCH));
  }
}
