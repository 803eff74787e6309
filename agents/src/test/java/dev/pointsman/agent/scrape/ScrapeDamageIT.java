package dev.pointsman.agent.scrape;

import static dev.pointsman.agent.scrape.TestingScrape.PATIENT;
import static dev.pointsman.agent.scrape.TestingScrape.SHORT;
import static dev.pointsman.agent.scrape.TestingScrape.gzip;
import static dev.pointsman.agent.scrape.TestingScrape.target;
import static dev.pointsman.agent.scrape.TestingTarget.metrics;
import static dev.pointsman.agent.scrape.TestingTarget.raw;
import static dev.pointsman.agent.scrape.TestingTarget.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.scrape.ScrapeException.Reason;
import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.agent.scrape.ScrapeTarget.Limits;
import dev.pointsman.agent.scrape.TestingTarget.Script;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.connector.http.Secret;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Targets that do not answer as they should. */
class ScrapeDamageIT {

  private final TestingScrape scrape = new TestingScrape();

  @Test
  void aScrapeIsToldWholeOrNotAtAll() {
    assertThat(scrape.failure(metrics("a 1\nb{ 2\n"), PATIENT, Limits.DEFAULT))
        .hasMessage("line 2: expected a label's name, not \"2\"");
    assertThat(scrape.sink.of("a")).isEmpty();
    assertThat(scrape.sink.values("up")).containsExactly(0.0);
    assertThat(scrape.sink.values("scrape_samples_scraped")).containsExactly(0.0);
    assertThat(scrape.failed(Reason.MALFORMED)).isEqualTo(1);
  }

  @Test
  void aPageForPeopleIsNotTakenForMetrics() {
    assertThat(
            scrape.failure(
                whole("text/html", "<html>Not here</html>\n".getBytes(StandardCharsets.UTF_8))))
        .hasMessage(
            "line 1: expected a metric's name, not \"<html>Not here</html>\" (the answer is said to"
                + " be text/html)");
    assertThat(scrape.failure(whole("text/plain", new byte[] {'a', ' ', (byte) 0xff, '\n'})))
        .hasMessage("the answer is not UTF-8");
  }

  @Test
  void anAnswerThatIsCutOffIsNotTakenForAWholeOne() {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    // Without a length nothing but the last line tells.
    assertThat(scrape.failure(raw(head + "Connection: close\r\n\r\na 1\na 12")))
        .hasMessage("line 2: the last line does not end, so a part may be missing");
    assertThat(scrape.failure(raw(head + "Content-Length: 100\r\n\r\na 1\n")).reason())
        .isEqualTo(Reason.CONNECTION);
    assertThat(
            scrape.failure(raw(head + "Transfer-Encoding: chunked\r\n\r\n4\r\na 1\n\r\n")).reason())
        .isEqualTo(Reason.CONNECTION);
    byte[] half = Arrays.copyOf(gzip("a 1\n".repeat(1000).getBytes(StandardCharsets.UTF_8)), 30);
    assertThat(scrape.failure(whole("text/plain", half, "Content-Encoding: gzip\r\n")))
        .hasMessageStartingWith("the answer is not whole gzip");
    assertThat(scrape.sink.values("up")).containsOnly(0.0);
  }

  @Test
  void whereHttpSaysThatItIsWholeTheLastLineMayLackItsEnd() throws Exception {
    try (var target = new TestingTarget(metrics("a 1\nb 2"))) {
      scrape.collect(target(target.url()));
      assertThat(scrape.sink.values("b")).containsExactly(2.0);
    }
  }

  @Test
  void gigabytesThatAGzipOfKilobytesHoldsAreNotUnpacked() {
    var limits = new Limits(100_000, 1000);
    byte[] bomb = gzip(new byte[50_000_000]);
    assertThat(bomb.length).isLessThan(100_000);
    assertThat(
            scrape.failure(
                whole("text/plain", bomb, "Content-Encoding: gzip\r\n"), PATIENT, limits))
        .hasMessage("the answer is longer than 100000 bytes (max_bytes)");
  }

  @Test
  void anAnswerOfTenGigabytesIsLeftOnceItIsTooLong() {
    var sent = new AtomicLong();
    Script endless =
        (head, out) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
          byte[] lines = "metric_of_some_length 1\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
          while (sent.get() < 10_000_000_000L) {
            out.write(lines);
            sent.addAndGet(lines.length);
          }
        };
    try (var target = new TestingTarget(endless)) {
      assertThat(scrape.failure(target, PATIENT, new Limits(1_000_000, 1000)).reason())
          .isEqualTo(Reason.TOO_LARGE);
      await().until(() -> target.requests().contains("broke off"));
      assertThat(sent.get()).isLessThan(200_000_000L); // what buffers on the way hold, and more
    }
  }

  @Test
  void moreSeriesThanAllowedAreAnError() throws Exception {
    String text = "a{n=\"1\"} 1\na{n=\"2\"} 1\na{n=\"3\"} 1\n";
    assertThat(scrape.failure(metrics(text), PATIENT, new Limits(1000, 2)))
        .hasMessage("more than 2 series are kept (max_series)");
    assertThat(scrape.sink.of("a")).isEmpty();
    try (var target = new TestingTarget(metrics(text))) {
      scrape.collect(target(target.url(), PATIENT, new Limits(1000, 3)));
      assertThat(scrape.sink.of("a")).hasSize(3);
    }
  }

  @Test
  void aTargetThatHangsOrDripsCountsAsDownAtTheTimeout() {
    Script hangs = (head, out) -> hang();
    assertThat(scrape.failure(hangs, SHORT, Limits.DEFAULT))
        .hasMessage("no whole answer within 700 ms");
    Script drips =
        (head, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write('#');
            out.flush();
            pause();
          }
        };
    try (var target = new TestingTarget(drips)) {
      assertThat(scrape.failure(target, SHORT, Limits.DEFAULT).reason()).isEqualTo(Reason.TIMEOUT);
      await().until(() -> target.requests().contains("broke off"));
    }
    assertThat(scrape.sink.values("up")).containsExactly(0.0, 0.0);
    assertThat(scrape.failed(Reason.TIMEOUT)).isEqualTo(1);
  }

  @Test
  void aScrapeThatIsInterruptedEndsAndIsToldOf() throws Exception {
    try (var target = new TestingTarget((head, out) -> hang())) {
      var scraping =
          new Thread(
              () ->
                  assertThatThrownBy(() -> scrape.collect(target(target.url())))
                      .isInstanceOf(InterruptedException.class));
      scraping.start();
      await().until(() -> !target.requests().isEmpty());
      scraping.interrupt();
      scraping.join(30_000);
      assertThat(scraping.isAlive()).isFalse();
      assertThat(scrape.sink.values("up")).containsExactly(0.0);
    }
  }

  @Test
  void answersThatAreLargeTogetherAreReadOneAfterAnother() throws Exception {
    String text = "a 1\n".repeat(50_000);
    var memory = new ScrapeMemory(0);
    byte[] packed = gzip(text.getBytes(StandardCharsets.UTF_8));
    for (Script large :
        List.of(metrics(text), whole("text/plain", packed, "Content-Encoding: gzip\r\n"))) {
      try (var target = new TestingTarget(large)) {
        ScrapeMemory.Share other = memory.share();
        assertThat(other.reserve(1_000_000)).isDone();
        assertThatThrownBy(
                () ->
                    TestingScrape.collector(target(target.url(), SHORT, Limits.DEFAULT), memory)
                        .collect(scrape.sink))
            .hasMessageStartingWith("the agent had no room for an answer in time");
        assertThat(scrape.sink.values("up")).doesNotContain(0.0);
        other.close();
        scrape.sink.forget();
        TestingScrape.collector(target(target.url()), memory).collect(scrape.sink);
        assertThat(scrape.sink.values("up")).containsExactly(1.0);
      }
    }
    assertThat(memory.share().reserve(1_000_000)).as("all is given back").isDone();
  }

  @Test
  void aClientThatBrokeDownIsReplaced() throws Exception {
    ExecutorService ended = Executors.newSingleThreadExecutor();
    ended.shutdownNow();
    var clients =
        List.of(HttpClient.newBuilder().executor(ended).build(), HttpClient.newHttpClient())
            .iterator();
    var shared = new SharedClient(clients::next);
    try (var target = new TestingTarget(metrics("a 1\n"));
        var memory = new ScrapeMemory(0).share()) {
      var client = new ScrapeClient(target(target.url()), shared);
      assertThatThrownBy(() -> client.fetch(memory))
          .hasMessageContaining("the agent's HTTP client had broken down");
      assertThat(client.fetch(memory).length()).isEqualTo(4);
    }
  }

  @Test
  void whatATargetQuotesOfItsTokenIsNotShown() {
    var access =
        new Access(
            new Authorization.Bearer(() -> Secret.of("ScrapeToken55")),
            TlsOptions.DEFAULT,
            Set.of());
    try (var target = new TestingTarget(metrics("<ScrapeToken55>\n"))) {
      assertThatThrownBy(() -> scrape.collect(target(target.url(), access)))
          .hasMessageContaining("(secret)")
          .hasMessageNotContaining("ScrapeToken55");
    }
  }

  @Test
  void anotherStatusAndNoConnectionAreDown() {
    assertThat(scrape.failure(raw("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")))
        .hasMessage("status 503, expected 200");
    var gone = new TestingTarget(metrics(""));
    gone.close();
    assertThat(scrape.failure(gone, PATIENT, Limits.DEFAULT)).hasMessage("connection refused");
    assertThatThrownBy(() -> scrape.collect(target("http://nowhere.invalid/metrics")))
        .hasMessage("unknown host");
    assertThat(scrape.failure(raw("not HTTP at all\r\n\r\n")).reason())
        .isEqualTo(Reason.CONNECTION);
  }

  /** For longer than any test waits, and not for ever. */
  private static void hang() {
    for (int i = 0; i < 6000; i++) {
      pause();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(10_000_000); // a slow target, not a wait
  }
}
