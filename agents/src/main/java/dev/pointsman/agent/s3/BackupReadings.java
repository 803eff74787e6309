package dev.pointsman.agent.s3;

import dev.pointsman.agent.collect.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the backups of one kind say together, as metrics. */
final class BackupReadings {

  /** With fewer former ones, what is usual cannot be told. */
  private static final int FEWEST_FORMER = 3;

  private BackupReadings() {}

  /**
   * Tells what can be told without looking into a backup.
   *
   * @param backups the oldest first
   */
  static void tell(List<StoredBackup> backups, BackupSeries series, Instant now, Observation kind) {
    kind.tell("backup_count", backups.size());
    if (backups.isEmpty()) {
      return;
    }
    StoredBackup newest = backups.get(backups.size() - 1);
    kind.tell("backup_newest_age_seconds", age(newest, now));
    kind.tell("backup_oldest_age_seconds", age(backups.get(0), now));
    kind.tell("backup_newest_size_bytes", (double) newest.bytes());
    List<StoredBackup> former = backups.subList(0, backups.size() - 1);
    if (former.size() >= FEWEST_FORMER) {
      double median = median(former);
      kind.tell("backup_former_size_bytes", median);
      if (median > 0) {
        kind.tell("backup_newest_size_ratio", newest.bytes() / median);
      }
    }
    if (series.retention() != null) {
      // One that became too old since the last one was made is removed with the next.
      Instant last = now.minus(series.retention()).minus(series.frequency().multipliedBy(2));
      kind.tell(
          "backup_beyond_retention_count",
          (double) backups.stream().filter(each -> each.at().isBefore(last)).count());
    }
  }

  /** Seconds; a clock that is ahead of ours makes no backup younger than new. */
  static double age(StoredBackup backup, Instant now) {
    return Math.max(0, Duration.between(backup.at(), now).toMillis() / 1000.0);
  }

  private static double median(List<StoredBackup> backups) {
    long[] sizes = backups.stream().mapToLong(StoredBackup::bytes).sorted().toArray();
    int middle = sizes.length / 2;
    return sizes.length % 2 == 1 ? sizes[middle] : (sizes[middle - 1] + (double) sizes[middle]) / 2;
  }
}
