package dev.pointsman.agent.postgres;

import dev.pointsman.agent.collect.Observation;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.ReplicationLagEvent;
import dev.pointsman.agent.postgres.InstanceAnswer.Silent;
import dev.pointsman.agent.postgres.InstanceAnswer.Told;
import dev.pointsman.agent.postgres.InstanceState.AttachedStandby;
import dev.pointsman.agent.postgres.InstanceState.Primary;
import dev.pointsman.agent.postgres.InstanceState.Standby;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what instances said, and what follows from it, as metrics and replication lag. */
final class PostgresReadings {

  private final PostgresSettings settings;
  private final EventSink sink;

  PostgresReadings(PostgresSettings settings, EventSink sink) {
    this.settings = settings;
    this.sink = sink;
  }

  /** What an instance says of itself, with the time of its answer. */
  void tell(InstanceAnswer<InstanceState> answer) {
    if (answer instanceof Silent<InstanceState> silent) {
      String reason = silent.failure().reason().text();
      seen(answer).tell("postgresql_up", 0);
      seen(answer, "reason", reason).tell("postgresql_failure", 1);
    } else if (answer instanceof Told<InstanceState> told) {
      tellState(told);
    }
  }

  private void tellState(Told<InstanceState> told) {
    InstanceState state = told.value();
    Observation seen = seen(told);
    seen.tell("postgresql_up", 1);
    seen.tell("postgresql_answer_seconds", told.took().toNanos() / 1e9);
    seen(told, "version", state.version(), "system_identifier", state.systemIdentifier())
        .tell("postgresql_info", 1);
    seen.tell("postgresql_timeline", (double) state.timeline());
    seen.tell("postgresql_connections", (double) state.connections());
    seen.tell("postgresql_connections_max", (double) state.maxConnections());
    seen.tell("postgresql_primary", state.role() instanceof Primary);
    if (state.role() instanceof Primary primary) {
      tellPrimary(told, primary);
    } else if (state.role() instanceof Standby standby) {
      tellStandby(seen, standby);
    }
  }

  private void tellPrimary(Told<InstanceState> told, Primary primary) {
    Observation seen = seen(told);
    seen.tell("postgresql_wal_position_bytes", (double) primary.position());
    seen(told, "mode", settings.expected().mode())
        .tell("postgresql_synchronous_standbys", (double) primary.synchronousStandbys());
    String expected = settings.expected().synchronousCommit();
    if (expected != null) {
      seen.tell(
          "postgresql_synchronous_commit_differs",
          !expected.equals(told.value().synchronousCommit()));
    }
    var identities = new HashSet<String>();
    for (AttachedStandby each : primary.standbys()) {
      String address = Objects.requireNonNullElse(each.address(), "local");
      if (identities.add(each.applicationName() + "\n" + address)) {
        // Of those that cannot be told apart, the one that is furthest behind comes first.
        tellAttached(
            seen(told, "application_name", each.applicationName(), "address", address), each);
      }
    }
  }

  private static void tellAttached(Observation seen, AttachedStandby standby) {
    seen.tell("postgresql_standby_streaming", standby.isStreaming());
    seen.tell("postgresql_standby_synchronous", standby.isSynchronous());
    tellIfKnown(seen, "postgresql_standby_flush_lag_bytes", standby.flushLag());
    tellIfKnown(seen, "postgresql_standby_replay_lag_bytes", standby.replayLag());
  }

  private static void tellStandby(Observation seen, Standby standby) {
    seen.tell("postgresql_wal_receive_position_bytes", (double) standby.received());
    seen.tell("postgresql_wal_replay_position_bytes", (double) standby.replayed());
    seen.tell("postgresql_wal_receiver_streaming", standby.streaming());
    tellIfKnown(seen, "postgresql_wal_receiver_silence_seconds", standby.receiverSilence());
    seen.tell("postgresql_replay_paused", standby.replayPaused());
  }

  /** What instances are to each other. */
  void tell(ClusterView view, Instant at) {
    var labels = Labels.of("cluster", settings.cluster(), "observer", settings.observer());
    new Observation(sink, labels, at).tell("postgresql_primaries", view.primaries().size());
    for (Told<InstanceState> each : view.told()) {
      Observation seen = seen(each);
      seen.tell("postgresql_system_identifier_differs", !view.isMember(each));
      if (view.isMember(each)) {
        seen.tell("postgresql_timeline_differs", each.value().timeline() != view.timeline());
      }
      tellIfKnown(seen, "postgresql_replay_lag_bytes", view.replayLagBytes(each));
    }
  }

  /** Whether the heartbeat could be written on a primary, or read on a standby. */
  void tellHeartbeat(InstanceAnswer<?> answer) {
    seen(answer).tell("postgresql_heartbeat_up", answer instanceof Told);
  }

  /** How far a standby is behind, where that is known. */
  void tellLag(ClusterView view, Told<InstanceState> standby, @Nullable Duration lag, Instant at) {
    Long bytes = view.lagBytes(standby);
    if (lag == null && bytes == null) {
      return;
    }
    AttachedStandby attached = view.attached(standby.instance());
    sink.accept(
        new ReplicationLagEvent(
            settings.cluster(),
            standby.instance().name(),
            standby.instance().region(),
            lag == null ? null : lag.toNanos() / 1e6,
            bytes == null ? null : bytes.doubleValue(),
            attached == null ? null : attached.syncState(),
            at));
  }

  private Observation seen(InstanceAnswer<?> answer, String... more) {
    InstanceAddress instance = answer.instance();
    var labels =
        Labels.of(
            "cluster",
            settings.cluster(),
            "instance",
            instance.name(),
            "observer",
            settings.observer(),
            "region",
            instance.region());
    return new Observation(sink, labels.with(Labels.of(more)), answer.at());
  }

  private static void tellIfKnown(Observation seen, String metric, @Nullable Number value) {
    if (value != null) {
      seen.tell(metric, value.doubleValue());
    }
  }
}
