package dev.pointsman.agent.s3;

import dev.pointsman.config.Replication;
import dev.pointsman.config.S3Bucket;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Between which buckets objects are replicated, and by which object it is measured.
 *
 * @param prefix of the key of the canary, which ends in the name of the observer
 * @param interval between two times it is written
 * @param timeout of writing it and seeing it arrive
 */
public record CanarySettings(
    S3Bucket source,
    List<S3Bucket> destinations,
    String prefix,
    Duration interval,
    Duration timeout) {

  public CanarySettings {
    destinations = List.copyOf(destinations);
  }

  /**
   * What a configuration says; null where it leaves replication to others, or nobody says where one
   * of the buckets is.
   *
   * @param region of the agent's surroundings, for buckets for which the configuration has none
   */
  public static @Nullable CanarySettings of(
      Replication.Storage storage, Supplier<@Nullable String> region) {
    Replication.Canary watch = storage.watch();
    if (watch == null) {
      return null;
    }
    S3Bucket source = watch.source().orIn(region);
    List<S3Bucket> destinations =
        watch.destinations().stream().map(each -> each.orIn(region)).toList();
    return source.isPlaced() && destinations.stream().allMatch(S3Bucket::isPlaced)
        ? new CanarySettings(
            source, destinations, watch.prefix(), watch.interval(), watch.timeout())
        : null;
  }
}
