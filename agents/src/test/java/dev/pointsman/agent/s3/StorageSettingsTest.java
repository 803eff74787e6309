package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.HighAvailabilityConfig;
import dev.pointsman.config.S3Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {

  private static final String DOCUMENT =
      """
      backup:
        schedule:
          full: {frequency: daily, retention: 30d, prefix: full/}
          incremental: {frequency: hourly, retention: 7d, prefix: incremental/}
        storage:
          type: s3
          bucket: backups
          encryption: AES256
          region: us-west-2
          collect: %s
      replication:
        storage:
          type: s3
          source: {bucket: assets}
          destinations: [{bucket: assets-replica}]
          collect: %s
      """;

  @Test
  void theReferenceIsWhatIsLookedAt() {
    var settings =
        Objects.requireNonNull(
            BackupSettings.of(Objects.requireNonNull(document("yes").backup()), () -> "eu-west-1"));

    assertThat(settings.bucket()).isEqualTo(new S3Bucket("backups", "us-west-2", null, false));
    assertThat(settings.encryption()).isEqualTo("AES256");
    assertThat(settings.series())
        .containsExactly(
            new BackupSeries("full", Duration.ofDays(1), Duration.ofDays(30), "full/", null, null),
            new BackupSeries(
                "incremental",
                Duration.ofHours(1),
                Duration.ofDays(7),
                "incremental/",
                null,
                null));
  }

  @Test
  void theCanaryGoesFromTheSourceToTheDestinations() {
    var storage =
        Objects.requireNonNull(Objects.requireNonNull(document("yes").replication()).storage());

    assertThat(CanarySettings.of(storage, () -> "eu-west-1"))
        .isEqualTo(
            new CanarySettings(
                new S3Bucket("assets", "eu-west-1", null, false),
                List.of(new S3Bucket("assets-replica", "eu-west-1", null, false)),
                "pointsman-canary/",
                Duration.ofMinutes(1),
                Duration.ofSeconds(30)));
  }

  @Test
  void whatSomethingElseCollectsIsLeftAlone() {
    HighAvailabilityConfig document = document("no");
    assertThat(BackupSettings.of(Objects.requireNonNull(document.backup()), () -> "eu-west-1"))
        .isNull();
    var storage = Objects.requireNonNull(Objects.requireNonNull(document.replication()).storage());
    assertThat(CanarySettings.of(storage, () -> "eu-west-1")).isNull();
  }

  @Test
  void bucketsOfWhichNobodySaysWhereTheyAreAreLeftOut() {
    HighAvailabilityConfig document = document("yes");
    var storage = Objects.requireNonNull(Objects.requireNonNull(document.replication()).storage());
    assertThat(CanarySettings.of(storage, () -> null)).isNull();
    assertThat(BackupSettings.of(Objects.requireNonNull(document.backup()), () -> null))
        .isNotNull();
  }

  private static HighAvailabilityConfig document(String collect) {
    return ConfigLoader.loadTexts(Map.of("ha.yaml", DOCUMENT.formatted(collect, collect))).config();
  }
}
