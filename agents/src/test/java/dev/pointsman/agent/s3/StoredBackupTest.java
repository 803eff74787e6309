package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.pointsman.agent.s3.StoredBackup.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredBackupTest {

  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  @Test
  void withoutAPatternEachObjectIsABackupAndFoldersAreNone() {
    assertThat(backups(null, stored("full/", 0, 0), stored("full/b", 2, 5), stored("full/a", 1, 9)))
        .containsExactly(
            new StoredBackup("full/b", 2, NOON.plusSeconds(5), "full/b"),
            new StoredBackup("full/a", 1, NOON.plusSeconds(9), "full/a"));
  }

  @Test
  void objectsOfOneBackupBelongTogetherAndTheLastOneMakesItsTime() {
    assertThat(
            backups(
                "basebackups/(?P<backup>base_[0-9A-F]+)",
                stored("basebackups/base_0A/part_1", 100, 1),
                stored("basebackups/base_0A/part_2", 50, 2),
                stored("basebackups/base_0A_sentinel.json", 3, 9),
                stored("basebackups/latest", 1, 10)))
        .containsExactly(
            new StoredBackup(
                "base_0A", 153, NOON.plusSeconds(9), "basebackups/base_0A_sentinel.json"));
  }

  @Test
  void aTimeInTheKeyIsInUtcAndMayBeShort() {
    assertThat(
            backups(
                "(?P<year>\\d{4})(?P<month>\\d\\d)(?P<day>\\d\\d)(T(?P<hour>\\d\\d)(?P<minute>\\d\\d))?",
                stored("20260309T2130.tar", 1, 0), stored("20260308", 1, 0)))
        .extracting(StoredBackup::at)
        .containsExactly(
            Instant.parse("2026-03-08T00:00:00Z"), Instant.parse("2026-03-09T21:30:00Z"));
  }

  @Test
  void aDayAloneIsMadeExactByWhenTheObjectWasStoredUnlessThatWasAnotherDay() {
    assertThat(
            backups(
                "(?P<year>\\d{4})-(?P<month>\\d\\d)-(?P<day>\\d\\d)(T(?P<hour>\\d\\d))?",
                stored("2026-03-09", 1, 0),
                stored("2026-03-10T00", 1, 0),
                stored("2026-03-10", 1, 7)))
        .extracting(StoredBackup::at)
        .containsExactly(
            Instant.parse("2026-03-09T00:00:00Z"),
            Instant.parse("2026-03-10T00:00:00Z"),
            NOON.plusSeconds(7));
  }

  @Test
  void aKeyWhoseTimeDoesNotExistIsNoBackup() {
    assertThat(
            backups(
                "(?P<year>\\d{4})-(?P<month>\\d\\d)-(?P<day>\\d\\d)", stored("2026-02-30", 1, 0)))
        .isEmpty();
  }

  @Test
  void listingBeginsBeforeTheOldestThatIsKept() {
    var kept = series(Duration.ofDays(30), "full/{year}/{month}/{day}T{hour}");
    assertThat(kept.firstKey(NOON)).isEqualTo("full/2026/02/06T12");
    assertThat(series(null, "full/{year}{month}{day}").firstKey(NOON)).isEqualTo("full/20260307");
    assertThat(series(Duration.ofDays(30), null).firstKey(NOON)).isNull();
  }

  private static BackupSeries series(@Nullable Duration retention, @Nullable String startAfter) {
    return new BackupSeries("full", Duration.ofDays(1), retention, "full/", null, startAfter);
  }

  private static List<StoredBackup> backups(@Nullable String pattern, Stored... objects) {
    return StoredBackup.of(List.of(objects), pattern == null ? null : Pattern.compile(pattern));
  }

  private static Stored stored(String key, long bytes, int seconds) {
    return new Stored(key, bytes, NOON.plusSeconds(seconds));
  }
}
