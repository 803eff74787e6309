package dev.pointsman.agent.s3;

import dev.pointsman.config.Backup;
import dev.pointsman.config.S3Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which backups are looked at.
 *
 * @param encryption as S3 calls it, such as {@code AES256}; null where none is declared
 * @param interval from the start of one look to the start of the next
 * @param timeout of a look
 */
public record BackupSettings(
    S3Bucket bucket,
    @Nullable String encryption,
    List<BackupSeries> series,
    Duration interval,
    Duration timeout) {

  public BackupSettings {
    series = List.copyOf(series);
  }

  /**
   * What a configuration says; null where it leaves the backups to others, or nobody says where
   * they are.
   *
   * @param region of the agent's surroundings, for a bucket for which the configuration has none
   */
  public static @Nullable BackupSettings of(Backup backup, Supplier<@Nullable String> region) {
    Backup.Watch watch = backup.watch();
    if (watch == null) {
      return null;
    }
    S3Bucket bucket = watch.bucket().orIn(region);
    if (!bucket.isPlaced()) {
      return null;
    }
    var series = new ArrayList<BackupSeries>();
    if (backup.full() != null) {
      series.add(BackupSeries.of("full", backup.full()));
    }
    if (backup.incremental() != null) {
      series.add(BackupSeries.of("incremental", backup.incremental()));
    }
    Backup.Storage storage = backup.storage();
    return new BackupSettings(
        bucket,
        storage == null ? null : storage.encryption(),
        series,
        watch.interval(),
        watch.timeout());
  }
}
