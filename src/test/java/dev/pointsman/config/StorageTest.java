package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Backups and replicated objects: where they lie, and what agents need to look at them. */
class StorageTest {

  private static final String BACKUP =
      """
      backup:
        schedule:
          full: {frequency: daily, retention: 30d, prefix: full/}
          incremental: {frequency: 30m, key_pattern: 'incr-(?P<backup>\\d+)'}
        storage:
          type: s3
          bucket: backups
      """;

  private static final String REPLICATION =
      """
      replication:
        storage:
          type: s3
          source: {bucket: a, region: us-west-2}
          destinations:
            - {bucket: b, endpoint: "https://s3.example.com", path_style: yes}
      """;

  @Test
  void backupsAreLookedAtEveryFiveMinutes() {
    Backup backup = Objects.requireNonNull(load(BACKUP).config().backup());

    assertThat(backup.watch())
        .isEqualTo(
            new Backup.Watch(
                new S3Bucket("backups", null, null, false),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1)));
    assertThat(backup.full())
        .isEqualTo(new Backup.Series(Duration.ofDays(1), Duration.ofDays(30), "full/", null, null));
    assertThat(backup.incremental())
        .isEqualTo(
            new Backup.Series(Duration.ofMinutes(30), null, null, "incr-(?P<backup>\\d+)", null));
  }

  @Test
  void aCanaryIsWrittenEveryMinute() {
    Replication replication = Objects.requireNonNull(load(REPLICATION).config().replication());

    assertThat(Objects.requireNonNull(replication.storage()).watch())
        .isEqualTo(
            new Replication.Canary(
                new S3Bucket("a", "us-west-2", null, false),
                List.of(new S3Bucket("b", null, URI.create("https://s3.example.com"), true)),
                "pointsman-canary/",
                Duration.ofMinutes(1),
                Duration.ofSeconds(30)));
  }

  @Test
  void whatIsMissingToLookAtThemIsTold() {
    String yaml =
        """
        backup:
          schedule:
            full: {frequency: daily}
            incremental: {frequency: hourly, prefix: i/}
          storage:
            type: s3
        replication:
          storage:
            type: s3
        """;
    assertThat(load(yaml).problems()).isEmpty();
    assertThat(load(yaml).missing(AgentKind.COLLECT).stream().map(Object::toString))
        .containsExactly(
            "ha.yaml:3:11: pointsman collect needs the prefix or the key_pattern of full backups",
            "ha.yaml:6:5: pointsman collect needs the bucket of the backups, or collect: no",
            "ha.yaml:9:5: pointsman collect needs the source of the objects, or collect: no",
            "ha.yaml:9:5: pointsman collect needs the destinations of the objects, or collect: no");
  }

  @Test
  void backupsThatCannotBeToldApartAreNotLookedAt() {
    Backup backup =
        Objects.requireNonNull(load(BACKUP.replace(", prefix: full/", "")).config().backup());
    assertThat(backup.watch()).isNull();
  }

  @Test
  void nothingIsMissingWhereSomethingElseCollects() {
    String yaml =
        """
        backup:
          schedule:
            full: {frequency: daily}
            incremental: {frequency: hourly}
          storage: {type: s3, bucket: backups, collect: no}
        replication:
          storage: {type: s3, collect: no}
        """;
    assertThat(load(yaml).missing(AgentKind.COLLECT)).isEmpty();
    assertThat(Objects.requireNonNull(load(yaml).config().backup()).watch()).isNull();
  }

  @Test
  void everyProblemIsToldWithItsPlace() {
    assertThat(
            load(
                    """
                    backup:
                      schedule:
                        full: {frequency: daily, key_pattern: '(?P<yaer>\\d+)', prefx: a}
                      storage: {type: s3, bucket: b, endpoint: "s3.example.com", interval: 10, timeout: 20}
                    replication:
                      storage:
                        type: s3
                        source: {region: a}
                        destinations: []
                        canary: {interval: 10s, timeout: 1m}
                    """)
                .problems()
                .stream()
                .map(Object::toString))
        .containsExactly(
            "ha.yaml:3:43: key_pattern has a group \"yaer\"; the groups are backup, year, month,"
                + " day, hour, minute and second",
            "ha.yaml:3:60: unknown key \"prefx\": did you mean \"prefix\"? a schedule of backups"
                + " has the keys frequency, retention, prefix, key_pattern, start_after",
            "ha.yaml:4:44: endpoint must be a URL that begins with http:// or https:// and a host,"
                + " not \"s3.example.com\"",
            "ha.yaml:4:85: the timeout (20s) must not be longer than the interval (10s)",
            "ha.yaml:8:13: a bucket needs the key \"bucket\"",
            "ha.yaml:9:19: destinations must be a list with at least one entry, not an empty list",
            "ha.yaml:10:38: the timeout (1m) must not be longer than the interval (10s)");
  }

  private static ConfigResult load(String yaml) {
    return ConfigLoader.loadTexts(Map.of("ha.yaml", yaml));
  }
}
