package dev.pointsman.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.postgres.InstanceAnswer.Told;
import dev.pointsman.agent.postgres.InstanceState.AttachedStandby;
import dev.pointsman.agent.postgres.InstanceState.Primary;
import dev.pointsman.agent.postgres.InstanceState.Role;
import dev.pointsman.agent.postgres.InstanceState.Standby;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

  private static final Told<InstanceState> PRIMARY = told("r1", "A", 1, primary(1000));
  private static final Told<InstanceState> STANDBY = told("r2", "A", 1, standby(900, 700));

  @Test
  void aStandbyIsBehindByWhatItHasNotReceivedAndReplayed() {
    var view = view(PRIMARY, STANDBY);
    assertThat(view.lagBytes(STANDBY)).isEqualTo(100);
    assertThat(view.replayLagBytes(STANDBY)).isEqualTo(300);
    assertThat(view.lagBytes(PRIMARY)).isNull();
  }

  @Test
  void aStandbyThatWasAskedLaterThanThePrimaryIsNotAhead() {
    Told<InstanceState> later = told("r2", "A", 1, standby(1100, 1050));
    assertThat(view(PRIMARY, later).lagBytes(later)).isZero();
    assertThat(view(PRIMARY, later).replayLagBytes(later)).isZero();
  }

  @Test
  void twoPrimariesAreNone() {
    Told<InstanceState> promoted = told("r2", "A", 2, primary(900));
    Told<InstanceState> third = told("r3", "A", 1, standby(900, 900));
    var view = view(PRIMARY, promoted, third);
    assertThat(view.primaries()).containsExactly(PRIMARY, promoted);
    assertThat(view.primary()).isEmpty();
    assertThat(view.timeline()).isEqualTo(2);
    assertThat(view.lagBytes(third)).isNull();
  }

  @Test
  void positionsOfDifferentTimelinesAreNotCompared() {
    Told<InstanceState> promoted = told("r2", "A", 2, primary(1000));
    Told<InstanceState> behind = told("r3", "A", 1, standby(1000, 1000));
    assertThat(view(promoted, behind).lagBytes(behind)).isNull();
  }

  @Test
  void withoutAPrimaryTheNewestTimelineCounts() {
    assertThat(
            view(told("r2", "A", 1, standby(1, 1)), told("r3", "A", 3, standby(1, 1))).timeline())
        .isEqualTo(3);
  }

  @Test
  void aPrimaryOfAnotherClusterIsNone() {
    Told<InstanceState> stranger = told("r3", "B", 9, primary(5));
    var view = view(stranger, PRIMARY, STANDBY);
    assertThat(view.isMember(stranger)).isFalse();
    assertThat(view.primary()).contains(PRIMARY);
    assertThat(view.timeline()).isEqualTo(1);
    assertThat(view.lagBytes(STANDBY)).isEqualTo(100);
  }

  @Test
  void ofTwoThatDifferTheFirstIsTheCluster() {
    Told<InstanceState> second = told("r2", "B", 1, standby(900, 900));
    assertThat(view(PRIMARY, second).isMember(PRIMARY)).isTrue();
    assertThat(view(PRIMARY, second).isMember(second)).isFalse();
  }

  @Test
  void aStandbyIsFoundByItsNameOrElseByItsAddress() {
    AttachedStandby named = attached("r2", "10.0.0.9");
    AttachedStandby unnamed = attached("walreceiver", "10.0.0.2");
    var instance = new InstanceAddress("r2", "us-east-1", "db2.example.com", 5432, "10.0.0.2");
    assertThat(attachedOf(instance, named, unnamed)).isEqualTo(named);
    assertThat(attachedOf(instance, unnamed, attached("walreceiver", null))).isEqualTo(unnamed);
    assertThat(attachedOf(instance, unnamed, unnamed)).isNull();
    assertThat(attachedOf(instance)).isNull();
  }

  private static @Nullable AttachedStandby attachedOf(
      InstanceAddress instance, AttachedStandby... standbys) {
    return view(told("r1", "A", 1, new Primary(1000, List.of(standbys)))).attached(instance);
  }

  private static AttachedStandby attached(String name, @Nullable String address) {
    return new AttachedStandby(name, address, "streaming", "async", 0L, 0L);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static ClusterView view(Told<InstanceState>... told) {
    return new ClusterView(List.of(told));
  }

  private static Primary primary(long position) {
    return new Primary(position, List.of());
  }

  private static Standby standby(long received, long replayed) {
    return new Standby(received, replayed, true, false, 0.1);
  }

  private static Told<InstanceState> told(
      String name, String systemIdentifier, long timeline, Role role) {
    return new Told<>(
        new InstanceAddress(name, "us-west-2", name + ".example.com", 5432, null),
        new InstanceState("18.6", systemIdentifier, timeline, 3, 100, "on", role),
        Instant.ofEpochMilli(1_763_700_000_000L),
        Duration.ofMillis(3));
  }
}
