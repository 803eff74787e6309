package dev.pointsman.agent.postgres;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.pointsman.agent.postgres.InstanceAnswer.Told;
import dev.pointsman.agent.postgres.InstanceState.AttachedStandby;
import dev.pointsman.agent.postgres.InstanceState.Primary;
import dev.pointsman.agent.postgres.InstanceState.Standby;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the instances that answered in one round are to each other. Those that share the system
 * identifier of most of them are the cluster; among equally many, that of the first.
 */
final class ClusterView {

  private final List<Told<InstanceState>> told;
  private final String systemIdentifier;

  /**
   * @param told of at least one instance, in the order in which people wrote them down
   */
  ClusterView(List<Told<InstanceState>> told) {
    this.told = List.copyOf(told);
    Map<String, Long> counts =
        told.stream()
            .collect(
                groupingBy(
                    each -> each.value().systemIdentifier(), LinkedHashMap::new, counting()));
    long most = counts.values().stream().mapToLong(each -> each).max().orElseThrow();
    this.systemIdentifier =
        counts.entrySet().stream()
            .filter(each -> each.getValue() == most)
            .findFirst()
            .orElseThrow()
            .getKey();
  }

  /** All that answered. */
  List<Told<InstanceState>> told() {
    return told;
  }

  /** Whether it is of this cluster at all. */
  boolean isMember(Told<InstanceState> instance) {
    return instance.value().systemIdentifier().equals(systemIdentifier);
  }

  /** The members that take writes; two of them are a split brain. */
  List<Told<InstanceState>> primaries() {
    return told.stream()
        .filter(this::isMember)
        .filter(each -> each.value().role() instanceof Primary)
        .toList();
  }

  /** The members that replay. */
  List<Told<InstanceState>> standbys() {
    return told.stream()
        .filter(this::isMember)
        .filter(each -> each.value().role() instanceof Standby)
        .toList();
  }

  /** The one that takes writes; none where several do, as nobody can tell which is right. */
  Optional<Told<InstanceState>> primary() {
    List<Told<InstanceState>> all = primaries();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** That of the primaries, the newest; without one, the newest of all members. */
  long timeline() {
    List<Told<InstanceState>> primaries = primaries();
    return (primaries.isEmpty() ? told.stream().filter(this::isMember) : primaries.stream())
        .mapToLong(each -> each.value().timeline())
        .max()
        .orElseThrow();
  }

  /** Whether positions of it can be held against those of the primary. */
  boolean isComparable(Told<InstanceState> standby) {
    return primary().isPresent()
        && isMember(standby)
        && standby.value().timeline() == primary().get().value().timeline();
  }

  /**
   * Bytes that the primary has written and the standby does not have on its disk: what is lost if
   * the primary never comes back. Null where they cannot be compared.
   */
  @Nullable Long lagBytes(Told<InstanceState> standby) {
    return behind(standby, true);
  }

  /** Bytes that the primary has written and queries on the standby do not see yet. */
  @Nullable Long replayLagBytes(Told<InstanceState> standby) {
    return behind(standby, false);
  }

  private @Nullable Long behind(Told<InstanceState> instance, boolean received) {
    if (isComparable(instance)
        && primary().orElseThrow().value().role() instanceof Primary primary
        && instance.value().role() instanceof Standby standby) {
      long reached = received ? standby.received() : standby.replayed();
      return Math.max(0, primary.position() - reached);
    }
    return null;
  }

  /**
   * How the primary sees a standby: the row whose {@code application_name} is the instance's name,
   * or else the only one that comes from its address. Null where there is none.
   */
  @Nullable AttachedStandby attached(InstanceAddress standby) {
    if (primary().isEmpty() || !(primary().get().value().role() instanceof Primary primary)) {
      return null;
    }
    List<AttachedStandby> named =
        primary.standbys().stream()
            .filter(each -> each.applicationName().equals(standby.name()))
            .toList();
    List<AttachedStandby> found =
        named.isEmpty()
            ? primary.standbys().stream()
                .filter(each -> each.address() != null)
                .filter(each -> isAt(standby, each.address()))
                .toList()
            : named;
    return found.size() == 1 ? found.get(0) : null;
  }

  private static boolean isAt(InstanceAddress standby, @Nullable String address) {
    return standby.host().equals(address)
        || (standby.hostAddress() != null && standby.hostAddress().equals(address));
  }
}
