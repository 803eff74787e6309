package dev.pointsman.agent.s3;

import dev.pointsman.config.Replication;
import dev.pointsman.config.S3Bucket;
import java.time.Duration;
import java.util.List;
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

  /** What a configuration says; null where it leaves replication to others. */
  public static @Nullable CanarySettings of(Replication.Storage storage) {
    Replication.Canary watch = storage.watch();
    return watch == null
        ? null
        : new CanarySettings(
            watch.source(),
            watch.destinations(),
            watch.prefix(),
            watch.interval(),
            watch.timeout());
  }
}
