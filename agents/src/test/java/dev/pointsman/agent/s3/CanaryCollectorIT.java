package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.config.S3Bucket;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.AbortedException;

/** Objects that go from one bucket of a real server to others, as the test copies them. */
class CanaryCollectorIT {

  private static final String KEY = "pointsman-canary/us-east-1";

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
  void whatArrivesHasTakenSomeTimeAndWhatDoesNotGrowsOld() throws Exception {
    S3Bucket source = s3.newBucket("source");
    S3Bucket far = s3.newBucket("far");
    // In the source itself everything arrives at once.
    try (var collector = collector(source, List.of(source, far), 2, Duration.ZERO)) {
      collector.collect(sink);
      assertThat(lag("source").orElseThrow()).isLessThan(60);
      double first = lag("far").orElseThrow();
      assertThat(first).as("waited for until its time was over").isGreaterThan(0.5);

      collector.collect(sink);
      assertThat(lag("far").orElseThrow()).as("paused").isGreaterThan(first);

      s3.replicate(KEY, source, far);
      sink.forget();
      // The last write has not arrived, the one before has.
      collector.collect(sink);
      double afterwards = lag("far").orElseThrow();
      assertThat(afterwards).as("resumed").isLessThan(first + 60);
    }
    // Hours later another run of the same agent, to which nothing has arrived since.
    sink.forget();
    try (var collector = collector(source, List.of(far), 2, Duration.ofHours(3))) {
      collector.collect(sink);
      assertThat(lag("far").orElseThrow()).isGreaterThan(3 * 3600);
      s3.replicate(KEY, source, far);
      sink.forget();
      collector.collect(sink);
      assertThat(lag("far").orElseThrow()).isLessThan(3600);
    }
  }

  @Test
  void theCanaryIsOneObjectForEachAgent() throws Exception {
    S3Bucket source = s3.newBucket("one");
    try (var collector = collector(source, List.of(source), 2, Duration.ZERO)) {
      collector.collect(sink);
      collector.collect(sink);
    }
    assertThat(s3.client.listObjectsV2(list -> list.bucket("one")).contents())
        .extracting(each -> each.key())
        .containsExactly(KEY);
  }

  @Test
  void aDestinationThatCannotBeReadHidesNoOther() {
    S3Bucket source = s3.newBucket("readable");
    try (var collector =
        collector(source, List.of(s3.bucket("nowhere"), source), 2, Duration.ZERO)) {
      assertThatThrownBy(() -> collector.collect(sink))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot read " + KEY + " from nowhere");
    }
    assertThat(lag("readable")).isPresent();
    assertThat(lag("nowhere")).isEmpty();
  }

  @Test
  void aDestinationThatHangsUntilTheTimeIsOverHidesNoOther() throws Exception {
    S3Bucket source = s3.newBucket("sound");
    var asked = new AtomicInteger();
    try (var server = new ServerSocket(0)) {
      var accepting =
          new Thread(
              () -> {
                try {
                  while (true) {
                    server.accept(); // and says nothing
                    asked.incrementAndGet();
                  }
                } catch (IOException e) {
                  asked.set(-1); // the test is over
                }
              });
      accepting.setDaemon(true);
      accepting.start();
      URI hanging = URI.create("http://127.0.0.1:" + server.getLocalPort());
      var destinations = List.of(new S3Bucket("hanging", "us-west-2", hanging, true), source);
      try (var collector = collector(source, destinations, 6, Duration.ZERO)) {
        assertThatThrownBy(() -> collector.collect(sink)).hasMessageContaining("from hanging");
        sink.forget();
        int before = asked.get();
        var round =
            new Thread(
                () ->
                    assertThatThrownBy(() -> collector.collect(sink))
                        .isInstanceOfAny(AbortedException.class, InterruptedException.class));
        round.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() > before);
        round.interrupt();
        round.join(Duration.ofSeconds(60).toMillis());
        assertThat(round.isAlive()).isFalse();
      }
    }
    assertThat(lag("sound")).isPresent();
    assertThat(lag("hanging")).isEmpty();
  }

  @Test
  void aSourceThatCannotBeWrittenIsTold() {
    S3Bucket destination = s3.newBucket("written-long-ago");
    try (var collector = collector(s3.bucket("gone"), List.of(destination), 2, Duration.ZERO)) {
      assertThatThrownBy(() -> collector.collect(sink))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write " + KEY + " to gone");
    }
  }

  private static CanaryCollector collector(
      S3Bucket source, List<S3Bucket> destinations, int seconds, Duration later) {
    var settings =
        new CanarySettings(
            source,
            destinations,
            "pointsman-canary/",
            Duration.ofMinutes(1),
            Duration.ofSeconds(seconds));
    Clock clock = Clock.offset(Clock.systemUTC(), later);
    return new CanaryCollector(settings, TestingS3.access("right"), "us-east-1", clock);
  }

  private OptionalDouble lag(String destination) {
    return sink.last("object_replication_lag_seconds", "destination", destination);
  }
}
