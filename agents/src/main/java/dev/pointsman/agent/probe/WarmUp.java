package dev.pointsman.agent.probe;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs that nobody hears of, since the first ones of a process are slow by its own fault: Java
 * still loads what they need. No target is asked more than once for each protocol.
 */
final class WarmUp {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** So many, because one may hang, or be down. */
  private static final int TARGETS_OF_A_PROTOCOL = 3;

  private WarmUp() {}

  /**
   * Completes once a run of each protocol was up or all of its runs have ended; within 3 s, and
   * never with a failure.
   */
  static CompletableFuture<Void> of(Collection<Probe> probes, Network network) {
    // Names first, as finding them is to be warm, too.
    Map<String, List<Check>> byProtocol =
        probes.stream()
            .map(Probe::check)
            .sorted(Comparator.comparing(each -> isAddress(each.host())))
            .collect(groupingBy(Check::protocol));
    return CompletableFuture.allOf(
        byProtocol.values().stream()
            .map(checks -> oneUp(differentTargets(checks), network))
            .toArray(CompletableFuture<?>[]::new));
  }

  private static boolean isAddress(String host) {
    return NetUtil.createByteArrayFromIpAddressString(host) != null;
  }

  private static List<Check> differentTargets(List<Check> checks) {
    return checks.stream()
        .collect(toMap(Check::target, each -> each, (first, second) -> first, LinkedHashMap::new))
        .values()
        .stream()
        .limit(TARGETS_OF_A_PROTOCOL)
        .toList();
  }

  private static CompletableFuture<Void> oneUp(List<Check> checks, Network network) {
    var warm = new CompletableFuture<Void>();
    var open = new AtomicInteger(checks.size());
    for (Check check : checks) {
      Attempt.Listener listener =
          (attempt, outcome) -> {
            if (open.decrementAndGet() == 0 || outcome.up()) {
              warm.complete(null);
            }
          };
      network.loop().execute(() -> Attempt.start(check, PATIENCE, network, listener));
    }
    return warm;
  }
}
