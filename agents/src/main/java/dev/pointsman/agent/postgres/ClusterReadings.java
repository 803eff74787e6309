package dev.pointsman.agent.postgres;

import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.event.ReplicationLagEvent;
import dev.pointsman.agent.postgres.Answer.Silent;
import dev.pointsman.agent.postgres.Answer.Told;
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
final class ClusterReadings {

  private final PostgresSettings settings;
  private final EventSink sink;

  ClusterReadings(PostgresSettings settings, EventSink sink) {
    this.settings = settings;
    this.sink = sink;
  }

  /** What an instance says of itself, with the time of its answer. */
  void tell(Answer<InstanceState> answer) {
    var instance = new Series(labels(answer.instance()), answer.at());
    if (answer instanceof Silent<InstanceState> silent) {
      instance.tell("postgresql_up", 0);
      instance.tell("postgresql_failure", 1, "reason", silent.failure().reason().text());
    } else if (answer instanceof Told<InstanceState> told) {
      InstanceState state = told.value();
      instance.tell("postgresql_up", 1);
      instance.tell("postgresql_answer_seconds", seconds(told.took()));
      instance.tell(
          "postgresql_info",
          1,
          "version",
          state.version(),
          "system_identifier",
          state.systemIdentifier());
      instance.tell("postgresql_timeline", state.timeline());
      instance.tell("postgresql_connections", state.connections());
      instance.tell("postgresql_connections_max", state.maxConnections());
      instance.tell("postgresql_primary", flag(state.role() instanceof Primary));
      if (state.role() instanceof Primary primary) {
        tellPrimary(instance, state, primary);
      } else if (state.role() instanceof Standby standby) {
        tellStandby(instance, standby);
      }
    }
  }

  private void tellPrimary(Series instance, InstanceState state, Primary primary) {
    instance.tell("postgresql_wal_position_bytes", primary.position());
    instance.tell(
        "postgresql_synchronous_standbys",
        primary.synchronousStandbys(),
        "mode",
        settings.expected().mode());
    String expected = settings.expected().synchronousCommit();
    if (expected != null) {
      instance.tell(
          "postgresql_synchronous_commit_differs",
          flag(!expected.equals(state.synchronousCommit())));
    }
    var told = new HashSet<Labels>();
    for (AttachedStandby each : primary.standbys()) {
      String address = Objects.requireNonNullElse(each.address(), "local");
      var labels = Labels.of("application_name", each.applicationName(), "address", address);
      if (!told.add(labels)) {
        continue; // of those that cannot be told apart, the one that is furthest behind came first
      }
      var standby = new Series(instance.labels().with(labels), instance.at());
      standby.tell("postgresql_standby_streaming", flag(each.isStreaming()));
      standby.tell("postgresql_standby_synchronous", flag(each.isSynchronous()));
      standby.tell("postgresql_standby_flush_lag_bytes", each.flushLag());
      standby.tell("postgresql_standby_replay_lag_bytes", each.replayLag());
    }
  }

  private static void tellStandby(Series instance, Standby standby) {
    instance.tell("postgresql_wal_receive_position_bytes", standby.received());
    instance.tell("postgresql_wal_replay_position_bytes", standby.replayed());
    instance.tell("postgresql_wal_receiver_streaming", flag(standby.streaming()));
    instance.tell("postgresql_wal_receiver_silence_seconds", standby.receiverSilence());
    instance.tell("postgresql_replay_paused", flag(standby.replayPaused()));
  }

  /** What instances are to each other. */
  void tell(ClusterView view, Instant at) {
    var cluster =
        new Series(Labels.of("cluster", settings.cluster(), "observer", settings.observer()), at);
    cluster.tell("postgresql_primaries", view.primaries().size());
    for (Told<InstanceState> each : view.told()) {
      var instance = new Series(labels(each.instance()), each.at());
      instance.tell("postgresql_system_identifier_differs", flag(!view.isMember(each)));
      if (view.isMember(each)) {
        instance.tell(
            "postgresql_timeline_differs", flag(each.value().timeline() != view.timeline()));
      }
      instance.tell("postgresql_replay_lag_bytes", view.replayLagBytes(each));
    }
  }

  /** Whether the heartbeat could be written on a primary, or read on a standby. */
  void tellHeartbeat(Answer<?> answer) {
    new Series(labels(answer.instance()), answer.at())
        .tell("postgresql_heartbeat_up", flag(answer instanceof Told));
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

  private Labels labels(InstanceAddress instance) {
    return Labels.of(
        "cluster",
        settings.cluster(),
        "instance",
        instance.name(),
        "observer",
        settings.observer(),
        "region",
        instance.region());
  }

  private static int flag(boolean is) {
    return is ? 1 : 0;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Labels and a time at which several metrics are told. */
  private final class Series {

    private final Labels labels;
    private final Instant at;

    Series(Labels labels, Instant at) {
      this.labels = labels;
      this.at = at;
    }

    Labels labels() {
      return labels;
    }

    Instant at() {
      return at;
    }

    /** Tells nothing where the value is not known. */
    void tell(String metric, @Nullable Number value, String... more) {
      if (value != null) {
        Labels all = labels.with(Labels.of(more));
        sink.accept(MetricEvent.of(metric, all, value.doubleValue(), at));
      }
    }
  }
}
