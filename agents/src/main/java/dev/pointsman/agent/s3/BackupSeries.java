package dev.pointsman.agent.s3;

import com.google.re2j.Pattern;
import dev.pointsman.config.Backup;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Backups of one kind.
 *
 * @param name {@code full} or {@code incremental}; the label {@code backup}
 * @param frequency between two of them
 * @param retention how long one is kept; null where that is not declared
 * @param prefix of the keys of their objects, maybe empty
 * @param pattern which keys are theirs, found anywhere in the key; null for all
 * @param startAfter a key before which none is looked at, with {@code {year}}, {@code {month}},
 *     {@code {day}} and {@code {hour}} in it; null to look at all
 */
record BackupSeries(
    String name,
    Duration frequency,
    @Nullable Duration retention,
    String prefix,
    @Nullable Pattern pattern,
    @Nullable String startAfter) {

  static BackupSeries of(String name, Backup.Series configured) {
    String pattern = configured.keyPattern();
    String prefix = configured.prefix();
    return new BackupSeries(
        name,
        configured.frequency(),
        configured.retention(),
        prefix == null ? "" : prefix,
        pattern == null ? null : Pattern.compile(pattern),
        configured.startAfter());
  }

  /**
   * The key after which objects are listed: that of the oldest backup that is to be kept, and two
   * more, so that one that should be gone is seen. Null lists all.
   */
  @Nullable String firstKey(Instant now) {
    if (startAfter == null || retention == null) {
      return startAfter == null ? null : fill(startAfter, now.minus(frequency.multipliedBy(3)));
    }
    return fill(startAfter, now.minus(retention).minus(frequency.multipliedBy(2)));
  }

  private static String fill(String template, Instant at) {
    ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
    return template
        .replace("{year}", "%04d".formatted(utc.getYear()))
        .replace("{month}", "%02d".formatted(utc.getMonthValue()))
        .replace("{day}", "%02d".formatted(utc.getDayOfMonth()))
        .replace("{hour}", "%02d".formatted(utc.getHour()));
  }
}
