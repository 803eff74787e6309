package dev.pointsman.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One check of one target, in one region: what the document says once of all regions is one of
 * these for each.
 *
 * @param name the label {@code check} of its results
 * @param region the label {@code region}; null where the document does not say: an endpoint is then
 *     in the observer's own, who suffers when it is down, and a dependency in none of ours
 */
public record HealthCheck(String name, @Nullable String region, CheckTarget target, Timing timing) {

  /** The name of the check by which a region is taken for up or down. */
  public static final String OF_A_REGION = "region";

  /** The name of the load balancer's check. */
  public static final String OF_THE_LOAD_BALANCER = "load_balancer";

  /** The name of the look at TLS, which tells nothing of health. */
  public static final String OF_TLS = "tls";

  private static final String OF_A_LISTENER = "listener-";

  /** The name of the check of a listener. */
  public static String ofListener(int port) {
    return OF_A_LISTENER + port;
  }

  /** Reports the key {@code name} of a block where it is a name of those above. */
  static void requireOwnName(Block block) {
    String name = block.text("name", "");
    if (Set.of(OF_A_REGION, OF_THE_LOAD_BALANCER, OF_TLS).contains(name)
        || name.matches(OF_A_LISTENER + "[0-9]+")) {
      block.problem(
          "name", "the name \"" + name + "\" is that of a built-in check; another one is needed");
    }
  }

  /** Whether the results of both would be one series, though they are not the same check. */
  boolean contradicts(HealthCheck other) {
    boolean sameRegion = region == null || other.region == null || region.equals(other.region);
    HostPort address = target.address();
    return name.equals(other.name)
        && sameRegion
        && address != null
        && address.equals(other.target.address())
        && !(target.equals(other.target) && timing.equals(other.timing));
  }
}
