package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.config.S3Bucket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Backups in a real S3-compatible server. */
class BackupCollectorIT {

  /** The reference configuration's schedule, each kind under a prefix of its own. */
  private static final List<BackupSeries> REFERENCE =
      List.of(
          series("full", Duration.ofDays(1), Duration.ofDays(30), "full/"),
          series("incremental", Duration.ofHours(1), Duration.ofDays(7), "incremental/"));

  @TempDir static Path folder;

  private static TestingS3 s3;

  private final TestingSink sink = new TestingSink();

  @BeforeAll
  static void start() throws IOException {
    s3 = TestingS3.start(folder);
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
  }

  @Test
  void theNewestOfEachKindIsMeasuredAgainstTheFormerOnes() throws Exception {
    S3Bucket bucket = s3.newBucket("measured");
    for (int size : List.of(1000, 1100, 900)) {
      s3.put(bucket, "full/" + size, size);
    }
    s3.put(bucket, "incremental/1", 10);
    s3.put(bucket, "full/z-newest", 450);

    // An hour later.
    collect(bucket, REFERENCE, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));

    assertThat(last("backup_newest_age_seconds", "full").orElseThrow()).isBetween(3600.0, 3900.0);
    assertThat(last("backup_oldest_age_seconds", "full").orElseThrow()).isBetween(3600.0, 3900.0);
    assertThat(last("backup_count", "full")).hasValue(4);
    assertThat(last("backup_newest_size_bytes", "full")).hasValue(450);
    assertThat(last("backup_former_size_bytes", "full")).hasValue(1000);
    assertThat(last("backup_newest_size_ratio", "full")).hasValue(0.45);
    assertThat(last("backup_beyond_retention_count", "full")).hasValue(0);
    assertThat(last("backup_count", "incremental")).hasValue(1);
    assertThat(last("backup_newest_size_ratio", "incremental")).as("of one alone").isEmpty();
    assertThat(sink.last("backup_recovery_point_age_seconds", "bucket", "measured").orElseThrow())
        .as("of the newest of any kind")
        .isEqualTo(last("backup_newest_age_seconds", "full").orElseThrow());
  }

  @Test
  void aBackupOfNothingHasNoSize() throws Exception {
    S3Bucket bucket = s3.newBucket("nothing");
    s3.put(bucket, "full/a", 100);
    s3.put(bucket, "full/b", 100);
    s3.put(bucket, "full/c", 100);
    s3.put(bucket, "full/d", 0);

    collect(bucket, REFERENCE, Clock.systemUTC());

    assertThat(last("backup_newest_size_bytes", "full")).hasValue(0);
    assertThat(last("backup_newest_size_ratio", "full")).hasValue(0);
    assertThat(last("backup_count", "incremental")).hasValue(0);
    assertThat(last("backup_newest_age_seconds", "incremental")).isEmpty();
  }

  @Test
  void encryptionIsWhatTheNewestObjectSays() throws Exception {
    S3Bucket bucket = s3.newBucket("encrypted");
    s3.client.putObject(
        put ->
            put.bucket(bucket.name())
                .key("full/a")
                .serverSideEncryption(ServerSideEncryption.AES256),
        RequestBody.fromString("as declared"));
    s3.client.putObject(
        put ->
            put.bucket(bucket.name())
                .key("incremental/a")
                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .ssekmsKeyId("key"),
        RequestBody.fromString("otherwise"));

    collect(bucket, REFERENCE, Clock.systemUTC());

    assertThat(last("backup_encrypted_as_declared", "full")).hasValue(1);
    assertThat(last("backup_encrypted_as_declared", "incremental")).hasValue(0);
  }

  @Test
  void allPagesOfALongListAreSeen() throws Exception {
    S3Bucket bucket = s3.newBucket("long");
    for (int i = 0; i < 1050; i++) {
      s3.put(bucket, "incremental/%04d".formatted(i), 1);
    }
    s3.put(bucket, "incremental/z", 7);

    collect(bucket, REFERENCE, Clock.systemUTC());

    assertThat(last("backup_count", "incremental")).hasValue(1051);
    assertThat(last("backup_newest_size_bytes", "incremental")).hasValue(7);
  }

  @Test
  void keysThatTellTheTimeAreBelievedAndOldOnesAreNotListed() throws Exception {
    S3Bucket bucket = s3.newBucket("dated");
    Instant now = Instant.parse("2026-03-10T12:00:00Z");
    for (int day = 0; day < 60; day++) {
      String date =
          DateTimeFormatter.ISO_LOCAL_DATE.format(
              now.minus(Duration.ofDays(day)).atOffset(ZoneOffset.UTC));
      s3.put(bucket, "base/" + date + "/data", 100);
      s3.put(bucket, "base/" + date + "/manifest", 1);
    }
    s3.put(bucket, "base/zzz-not-a-backup", 1);
    var dated =
        new BackupSeries(
            "full",
            Duration.ofDays(1),
            Duration.ofDays(30),
            "base/",
            Pattern.compile("base/(?P<backup>(?P<year>\\d{4})-(?P<month>\\d\\d)-(?P<day>\\d\\d))/"),
            "base/{year}-{month}-{day}");

    collect(bucket, List.of(dated), Clock.fixed(now, ZoneOffset.UTC));

    assertThat(last("backup_newest_age_seconds", "full")).hasValue(12 * 3600);
    assertThat(last("backup_newest_size_bytes", "full")).hasValue(101);
    assertThat(last("backup_count", "full")).as("of the last 32 days").hasValue(33);
    assertThat(last("backup_beyond_retention_count", "full")).hasValue(1);
  }

  @Test
  void aBucketThatIsMissingIsNamed() {
    assertThatThrownBy(() -> collect(s3.bucket("missing"), REFERENCE, Clock.systemUTC()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot look into missing: ")
        .hasMessageContaining("404");
    assertThat(sink.readings()).isEmpty();
  }

  @Test
  void wrongCredentialsAreToldWithoutThem() {
    S3Bucket bucket = s3.newBucket("closed");
    assertThatThrownBy(
            () -> collect(bucket, REFERENCE, Clock.systemUTC(), TestingS3.access("wr0ng-s3cret")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403")
        .hasMessageNotContaining("wr0ng-s3cret");
  }

  private void collect(S3Bucket bucket, List<BackupSeries> series, Clock clock) throws IOException {
    collect(bucket, series, clock, TestingS3.access("right"));
  }

  private void collect(S3Bucket bucket, List<BackupSeries> series, Clock clock, S3Access access)
      throws IOException {
    var settings =
        new BackupSettings(bucket, "AES256", series, Duration.ofMinutes(5), Duration.ofMinutes(1));
    try (var collector = new BackupCollector(settings, access, "us-east-1", clock)) {
      collector.collect(sink);
    }
  }

  private OptionalDouble last(String metric, String kind) {
    return sink.last(metric, "backup", kind, "observer", "us-east-1");
  }

  private static BackupSeries series(
      String name, Duration frequency, @Nullable Duration retention, String prefix) {
    return new BackupSeries(name, frequency, retention, prefix, null, null);
  }
}
