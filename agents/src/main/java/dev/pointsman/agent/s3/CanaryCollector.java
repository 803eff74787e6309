package dev.pointsman.agent.s3;

import dev.pointsman.agent.collect.Collector;
import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.agent.collect.Observation;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.fault.Fault;
import dev.pointsman.agent.fault.OwnFaultException;
import dev.pointsman.config.S3Bucket;
import dev.pointsman.event.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Measures how long objects take from one bucket to others: it writes the time into an object of
 * the source, always the same one, and waits until each destination has it. What never arrives
 * becomes older and older.
 */
public final class CanaryCollector implements Collector {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** What is read of a canary that somebody else has put there. */
  private static final int LONGEST_CANARY_BYTES = 64;

  private final CanarySettings settings;
  private final String observer;
  private final Clock clock;
  private final S3Client source;
  private final List<Destination> destinations = new ArrayList<>();
  private boolean first = true;

  private static final class Destination {
    private final S3Bucket bucket;
    private final S3Client client;
    private final CanaryFlight flight = new CanaryFlight();

    /** When it was asked last. */
    private boolean failed;

    Destination(S3Bucket bucket, S3Client client) {
      this.bucket = bucket;
      this.client = client;
    }
  }

  /**
   * A collector for one source.
   *
   * @param observer who writes; the label {@code observer}, and the end of the canary's key
   */
  public CanaryCollector(CanarySettings settings, S3Access access, String observer, Clock clock) {
    this.settings = settings;
    this.observer = observer;
    this.clock = clock;
    this.source = access.client(settings.source(), settings.timeout());
    for (S3Bucket each : settings.destinations()) {
      destinations.add(new Destination(each, access.client(each, settings.timeout())));
    }
  }

  @Override
  public String name() {
    return "object_replication";
  }

  @Override
  public String target() {
    return settings.source().name();
  }

  @Override
  public Set<String> hosts() {
    return Stream.concat(Stream.of(settings.source()), settings.destinations().stream())
        .map(S3Access::host)
        .collect(Collectors.toSet());
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
  public void collect(EventSink sink) throws IOException, InterruptedException {
    // What is left of the time is for the last answers.
    long deadline = System.nanoTime() + settings.timeout().toNanos() * 8 / 10;
    var failures = new ArrayList<IOException>();
    write(failures);
    // One that hung is asked last, so that it delays no other.
    destinations.sort(Comparator.comparing(each -> each.failed));
    var waiting = new ArrayList<>(destinations);
    var readable = new LinkedHashSet<Destination>();
    try {
      while (true) {
        waiting.removeIf(each -> !look(each, readable, failures) || each.flight.allArrived());
        if (waiting.isEmpty() || System.nanoTime() + BETWEEN_LOOKS.toNanos() > deadline) {
          break;
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    } finally {
      Instant now = clock.instant();
      for (Destination each : readable) {
        observation(each, sink, now)
            .tell("object_replication_lag_seconds", each.flight.lag(now).toMillis() / 1000.0);
      }
    }
    for (IOException each : failures) {
      Fault fault = Fault.of(each);
      if (fault != null) {
        throw new OwnFaultException(fault);
      }
    }
    if (!failures.isEmpty()) {
      String all = failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
      boolean silence =
          failures.size() == destinations.size() + 1
              && failures.stream().allMatch(NoAnswerException::isSilence);
      throw silence ? new NoAnswerException(all, List.of()) : new IOException(all);
    }
  }

  /** A source that cannot be written leaves those on their way to be looked for. */
  private void write(List<IOException> failures) {
    try {
      if (first) {
        // An agent that starts anew goes on with what it wrote before.
        Instant before = read(source, settings.source());
        if (before != null) {
          destinations.forEach(each -> each.flight.wrote(before));
        }
        first = false;
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      source.putObject(
          put -> put.bucket(target()).key(key()).contentType("text/plain"),
          RequestBody.fromString(now.toString()));
      destinations.forEach(each -> each.flight.wrote(now));
    } catch (AbortedException e) {
      throw e; // its time is up, or the agent stops
    } catch (SdkException | IOException e) {
      failures.add(S3Access.failure("cannot write " + key() + " to " + target(), e));
    }
  }

  /** Whether it could be read. */
  private boolean look(
      Destination destination, Set<Destination> readable, List<IOException> failures) {
    try {
      destination.failed = true;
      Instant found = read(destination.client, destination.bucket);
      destination.failed = false;
      readable.add(destination);
      if (found != null) {
        destination.flight.saw(found, clock.instant());
      }
      return true;
    } catch (AbortedException e) {
      throw e;
    } catch (SdkException | IOException e) {
      readable.remove(destination);
      failures.add(
          S3Access.failure("cannot read " + key() + " from " + destination.bucket.name(), e));
      return false;
    }
  }

  /** When the canary in a bucket was written, or null where there is none. */
  private @Nullable Instant read(S3Client client, S3Bucket bucket) throws IOException {
    try (var in = client.getObject(get -> get.bucket(bucket.name()).key(key()))) {
      String text = new String(in.readNBytes(LONGEST_CANARY_BYTES), StandardCharsets.UTF_8);
      return Instant.parse(text.strip());
    } catch (NoSuchKeyException e) {
      return null;
    } catch (DateTimeException e) {
      throw new IOException("it holds something else than a time", e);
    }
  }

  private String key() {
    return settings.prefix() + observer;
  }

  private Observation observation(Destination destination, EventSink sink, Instant now) {
    return new Observation(
        sink,
        Labels.of(
            "destination", destination.bucket.name(), "observer", observer, "source", target()),
        now);
  }

  @Override
  public void close() {
    source.close();
    destinations.forEach(each -> each.client.close());
  }
}
