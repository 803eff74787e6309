package dev.pointsman.agent.s3;

import dev.pointsman.agent.collect.Collector;
import dev.pointsman.agent.collect.Observation;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.s3.StoredBackup.Stored;
import dev.pointsman.event.Labels;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Looks which backups are in a bucket: how old, how large and how encrypted the newest are. It
 * lists keys and asks for the headers of the newest; it reads no backup.
 */
public final class BackupCollector implements Collector {

  /** 100,000 objects of one kind. */
  private static final int MOST_PAGES = 100;

  private final BackupSettings settings;
  private final String observer;
  private final Clock clock;
  private final S3Client client;

  /** By kind, so that headers, which do not change, are asked for once. */
  private final Map<String, Headers> headers = new HashMap<>();

  private record Headers(StoredBackup of, String encryption) {}

  /**
   * A collector for one bucket.
   *
   * @param observer who looks; the label {@code observer}
   */
  public BackupCollector(BackupSettings settings, S3Access access, String observer, Clock clock) {
    this.settings = settings;
    this.observer = observer;
    this.clock = clock;
    this.client = access.client(settings.bucket(), settings.timeout());
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public String target() {
    return settings.bucket().name();
  }

  @Override
  public Set<String> hosts() {
    return Set.of(S3Access.host(settings.bucket()));
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public Duration timeout() {
    return settings.timeout();
  }

  @Override
  public void collect(EventSink sink) throws IOException {
    var failures = new ArrayList<Exception>();
    var ages = new ArrayList<Double>();
    for (BackupSeries series : settings.series()) {
      try {
        look(series, sink).ifPresent(ages::add);
      } catch (AbortedException e) {
        throw e; // its time is up, or the agent stops
      } catch (SdkException | IOException e) {
        failures.add(e); // the other kind may well be readable
      }
    }
    if (!failures.isEmpty()) {
      throw S3Access.failure("cannot look into " + target(), failures.get(0));
    }
    ages.stream()
        .min(Double::compare)
        .ifPresent(
            age ->
                new Observation(sink, labels(), clock.instant())
                    .tell("backup_recovery_point_age_seconds", age));
  }

  /** The age of the newest, in seconds. */
  private OptionalDouble look(BackupSeries series, EventSink sink) throws IOException {
    List<StoredBackup> backups = StoredBackup.of(list(series), series.pattern());
    Instant now = clock.instant();
    var kind = new Observation(sink, labels("backup", series.name()), now);
    BackupReadings.tell(backups, series, now, kind);
    if (backups.isEmpty()) {
      return OptionalDouble.empty();
    }
    StoredBackup newest = backups.get(backups.size() - 1);
    if (settings.encryption() != null) {
      boolean encrypted = settings.encryption().equals(encryption(series, newest));
      kind.tell("backup_encrypted_as_declared", encrypted);
    }
    return OptionalDouble.of(BackupReadings.age(newest, now));
  }

  private List<Stored> list(BackupSeries series) throws IOException {
    var objects = new ArrayList<Stored>();
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(settings.bucket().name())
            .prefix(series.prefix())
            .startAfter(series.firstKey(clock.instant()))
            .build();
    for (int page = 0; page < MOST_PAGES; page++) {
      ListObjectsV2Response answer = client.listObjectsV2(request);
      answer
          .contents()
          .forEach(each -> objects.add(new Stored(each.key(), each.size(), each.lastModified())));
      if (!Boolean.TRUE.equals(answer.isTruncated())) {
        return objects;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("interrupted after " + objects.size() + " keys");
      }
      request = request.toBuilder().continuationToken(answer.nextContinuationToken()).build();
    }
    // The newest may be among those that were not seen: half a list tells nothing.
    throw new IOException(
        "more than %d objects begin with \"%s\": a longer prefix, or start_after, is needed"
            .formatted(objects.size(), series.prefix()));
  }

  /** Empty where it is not encrypted, or not by the server. */
  private String encryption(BackupSeries series, StoredBackup newest) {
    Headers known = headers.get(series.name());
    if (known == null || !known.of().equals(newest)) {
      HeadObjectResponse head =
          client.headObject(ask -> ask.bucket(settings.bucket().name()).key(newest.newestKey()));
      String encryption = head.serverSideEncryptionAsString();
      known = new Headers(newest, encryption == null ? "" : encryption);
      headers.put(series.name(), known);
    }
    return known.encryption();
  }

  private Labels labels(String... more) {
    var labels = new HashMap<String, String>();
    labels.put("bucket", target());
    labels.put("observer", observer);
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    return Labels.of(labels);
  }

  @Override
  public void close() {
    client.close();
  }
}
