package dev.pointsman.job.alerting;

import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.GroupMemoryCodec;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.OpenAlertsCodec;
import dev.pointsman.alert.StoredMemory;
import dev.pointsman.job.codec.CodecTypeInfo;
import dev.pointsman.rule.GroupKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one subtask: those that something came of lately ready to be judged, all in the
 * state. What is judged is written to the state by {@link #flush}, before each checkpoint, and not
 * with each event; whatever the backend, an event so costs neither reading nor writing it.
 */
final class LiveGroups {

  /** One group, ready to be judged. */
  static final class Group {
    private final GroupKey key;
    private final GroupMemory memory;
    private final OpenAlerts alerts;
    private boolean isLive = true;
    private boolean isStale;
    private boolean isRecent;
    private int series;
    private long touchedAt;

    Group(GroupKey key, GroupMemory memory, OpenAlerts alerts, long touchedAt) {
      this.key = key;
      this.memory = memory;
      this.alerts = alerts;
      this.series = memory.seriesCount();
      this.touchedAt = touchedAt;
    }

    GroupKey key() {
      return key;
    }

    GroupMemory memory() {
      return memory;
    }

    OpenAlerts alerts() {
      return alerts;
    }
  }

  /** Does something with a group, and says whether that changed its memory. */
  @FunctionalInterface
  interface Visit {
    boolean changes(Group group);
  }

  private final KeyedStateBackend<GroupKey> backend;
  private final ValueStateDescriptor<StoredMemory> memoryDescriptor;
  private final ValueStateDescriptor<OpenAlerts> alertsDescriptor;
  private final ValueState<StoredMemory> memories;
  private final ValueState<OpenAlerts> openAlerts;
  private final long ttlMillis;
  private final int maxSeries;
  private final long restored;

  private final Map<GroupKey, Group> live = new HashMap<>();
  private final List<Group> stale = new ArrayList<>();
  private int liveSeries;

  /** The stored ones among those that are left to be visited. */
  private Stream<GroupKey> visited = Stream.empty();

  private Iterator<GroupKey> toVisit = Collections.emptyIterator();

  /** Until something is: Flink's cleaning looks for an entry in all of the table at each access. */
  private boolean isNothingStored;

  /** With how many room is made next: not again for each event where one group has them all. */
  private int fullAt;

  /**
   * The groups in a backend.
   *
   * @param timeToLive of groups of which nothing comes; null where they are kept for good
   * @param maxSeries about how many series the groups that are ready may have together
   */
  LiveGroups(
      KeyedStateBackend<GroupKey> backend, @Nullable StateTtlConfig timeToLive, int maxSeries)
      throws Exception {
    this.backend = backend;
    this.maxSeries = maxSeries;
    fullAt = maxSeries;
    memoryDescriptor =
        new ValueStateDescriptor<>(
            "group-memory", CodecTypeInfo.immutable(StoredMemory.class, GroupMemoryCodec.INSTANCE));
    ttlMillis = timeToLive == null ? Long.MAX_VALUE : timeToLive.getTimeToLive().toMillis();
    if (timeToLive != null) {
      memoryDescriptor.enableTimeToLive(timeToLive);
    }
    alertsDescriptor =
        new ValueStateDescriptor<>(
            "open-alerts", CodecTypeInfo.mutable(OpenAlerts.class, OpenAlertsCodec.INSTANCE));
    memories = state(memoryDescriptor);
    openAlerts = state(alertsDescriptor);
    restored = countStored();
    isNothingStored = restored == 0;
  }

  private <T> ValueState<T> state(ValueStateDescriptor<T> descriptor) throws Exception {
    return backend.getPartitionedState(
        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
  }

  /** How many groups there were in the state from which the job started. */
  long restored() {
    return restored;
  }

  private long countStored() {
    try (var keys = backend.getKeys(memoryDescriptor.getName(), VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  /**
   * The group of the key that the backend is set to; null where nothing is known of it.
   *
   * @param last the one that was found last for the key; null where none was
   * @param now the wall clock, in milliseconds since the epoch
   */
  @Nullable Group find(GroupKey key, @Nullable Group last, long now) throws IOException {
    Group group = last != null && last.isLive ? last : live.get(key);
    if (group != null && isForgotten(group, now)) {
      drop(group);
      memories.clear();
      group = null;
    }
    return group == null ? load(key, now) : touch(group, now);
  }

  private boolean isForgotten(Group group, long now) {
    if (now - group.touchedAt < ttlMillis) {
      return false;
    }
    // What was put off touched but the memory.
    group.touchedAt = Math.max(group.touchedAt, group.memory.heardAt());
    return now - group.touchedAt >= ttlMillis;
  }

  private @Nullable Group load(GroupKey key, long now) throws IOException {
    StoredMemory memory = isNothingStored ? null : memories.value();
    return memory == null ? null : add(key, memory.open(key.labels()), now);
  }

  /** A group of which nothing is known but, maybe, an alert that is open. */
  Group begin(GroupKey key, long now) throws IOException {
    return add(key, new GroupMemory(), now);
  }

  private Group add(GroupKey key, GroupMemory memory, long now) throws IOException {
    OpenAlerts stored = openAlerts.value();
    OpenAlerts alerts = stored == null ? new OpenAlerts() : OpenAlertsCodec.INSTANCE.copy(stored);
    var group = new Group(key, memory, alerts, now);
    live.put(key, group);
    liveSeries += group.series;
    return touch(group, now);
  }

  private static Group touch(Group group, long now) {
    group.touchedAt = now;
    group.isRecent = true;
    return group;
  }

  /** The group's memory changed, or its alerts did; the backend is set to its key. */
  void changed(Group group) throws IOException {
    noteStale(group);
    if (group.alerts.takeChanged()) {
      storeAlerts(group.alerts);
    }
    int series = group.memory.seriesCount();
    liveSeries += series - group.series;
    group.series = series;
    if (liveSeries > fullAt) {
      makeRoom(group.key);
    }
  }

  private void noteStale(Group group) {
    if (!group.isStale) {
      group.isStale = true;
      stale.add(group);
    }
  }

  private void storeAlerts(OpenAlerts alerts) throws IOException {
    if (alerts.isEmpty()) {
      openAlerts.clear();
    } else {
      // A copy, which nobody changes while a checkpoint is being written.
      openAlerts.update(OpenAlertsCodec.INSTANCE.copy(alerts));
    }
  }

  /** Lets go of groups that were not touched since it was called last, and of others if need be. */
  private void makeRoom(GroupKey current) throws IOException {
    flush();
    int enough = maxSeries - maxSeries / 8;
    for (boolean onlyIdle : new boolean[] {true, false}) {
      for (Iterator<Group> all = live.values().iterator(); all.hasNext(); ) {
        Group group = all.next();
        if (liveSeries > enough && !(onlyIdle && group.isRecent) && !group.key.equals(current)) {
          leave(group);
          all.remove();
        }
        group.isRecent = false;
      }
    }
    backend.setCurrentKey(current);
    fullAt = Math.max(maxSeries, liveSeries + maxSeries / 8);
  }

  private void drop(Group group) {
    live.remove(group.key);
    leave(group);
    if (group.isStale) {
      stale.remove(group);
    }
  }

  private void leave(Group group) {
    group.isLive = false;
    group.memory.leave();
    liveSeries -= group.series;
  }

  /** Writes what changed to the state; the backend is set to another key afterwards. */
  void flush() throws IOException {
    isNothingStored &= stale.isEmpty();
    for (Group group : stale) {
      backend.setCurrentKey(group.key);
      memories.update(StoredMemory.of(group.memory, group.key.labels()));
      group.isStale = false;
      group.isRecent = true;
    }
    stale.clear();
  }

  /**
   * Begins to visit all groups that there are now, by {@link #visitSome}; others that come
   * meanwhile may be left out.
   */
  void beginVisits() {
    endVisits();
    List<GroupKey> ready = List.copyOf(live.keySet());
    visited = backend.getKeys(memoryDescriptor.getName(), VoidNamespace.INSTANCE);
    Stream<GroupKey> others = visited.filter(key -> !live.containsKey(key));
    // A walk over the heap fails where an entry comes or goes meanwhile.
    boolean isHeap =
        backend.getBackendTypeIdentifier().equals(StateBackendLoader.HASHMAP_STATE_BACKEND_NAME);
    toVisit = Stream.concat(ready.stream(), isHeap ? others.toList().stream() : others).iterator();
  }

  /**
   * Visits some of the groups that are left of those; the backend is set to another key afterwards.
   *
   * @param most so many
   * @return whether any are left
   */
  boolean visitSome(int most, Visit visit) throws IOException {
    for (int i = 0; i < most && toVisit.hasNext(); i++) {
      visit(toVisit.next(), visit);
    }
    boolean isLeft = toVisit.hasNext();
    if (!isLeft) {
      endVisits();
    }
    return isLeft;
  }

  private void visit(GroupKey key, Visit visit) throws IOException {
    backend.setCurrentKey(key);
    Group group = live.get(key);
    if (group != null) {
      if (visit.changes(group)) {
        noteStale(group);
      }
      return;
    }
    StoredMemory stored = memories.value();
    if (stored != null) {
      GroupMemory memory = stored.open(key.labels());
      if (visit.changes(new Group(key, memory, new OpenAlerts(), 0))) {
        memories.update(StoredMemory.of(memory, key.labels()));
      }
    }
  }

  /** Lets go of the groups that are left to be visited. */
  void endVisits() {
    visited.close(); // a backend's iterator is no memory of the heap
    visited = Stream.empty();
    toVisit = Collections.emptyIterator();
  }

  /** Visits every group that has open alerts, and keeps what becomes of them. */
  void visitOpenAlerts(Visit visit) throws Exception {
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        alertsDescriptor,
        (GroupKey key, ValueState<OpenAlerts> state) -> {
          Group group = live.get(key);
          OpenAlerts stored = state.value();
          if (group == null && stored != null) {
            OpenAlerts alerts = OpenAlertsCodec.INSTANCE.copy(stored);
            group = new Group(key, new GroupMemory(), alerts, 0);
          }
          if (group != null && visit.changes(group) && group.alerts.takeChanged()) {
            storeAlerts(group.alerts);
          }
        });
  }
}
