package dev.pointsman.agent.remotewrite;

import static dev.pointsman.agent.remotewrite.TestingWriteRequest.packed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.agent.metric.Sample;
import dev.pointsman.agent.server.Answer;
import dev.pointsman.agent.server.Head;
import dev.pointsman.config.MetricFilter;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.connector.http.TestingLog;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoteWriteEndpointTest {

  private static final long AT = 1_763_700_000_123L;
  private static final List<String> UP = List.of("__name__", "up", "job", "api");
  private static final String V1 = "application/x-protobuf";
  private static final String V2 = V1 + ";proto=io.prometheus.write.v2.Request";
  private static final Head HEAD = head("POST", "/api/v1/write", null, V1, "snappy");

  private final TestingSink sink = new TestingSink();
  private final RemoteWriteEndpoint endpoint = guarded(null, sink);

  @Test
  void whatIsSentIsTold() {
    Answer answer =
        endpoint.answer(HEAD, packed(new TestingWriteRequest().series(UP, 1, AT).version1()));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers())
        .containsEntry("X-Prometheus-Remote-Write-Samples-Written", "1")
        .containsEntry("X-Prometheus-Remote-Write-Histograms-Written", "0")
        .containsEntry("X-Prometheus-Remote-Write-Exemplars-Written", "0");
    assertThat(sink.readings()).containsExactly(new Reading("up", Labels.of("job", "api"), 1, AT));
  }

  @Test
  void howLongAgoTheLastRequestWasTakenIsToldFromTheFirstOn() {
    endpoint.tellSilence("o", System.nanoTime());
    endpoint.answer(HEAD, new byte[] {1, 2, 3});
    Answer empty = endpoint.answer(HEAD, packed(new TestingWriteRequest().version1()));
    assertThat(empty.status()).isEqualTo(204);
    endpoint.tellSilence("o", System.nanoTime());
    assertThat(sink.of("remote_write_silent_seconds")).isEmpty();
    endpoint.answer(HEAD, packed(new TestingWriteRequest().series(UP, 1, AT).version1()));
    endpoint.tellSilence("o", System.nanoTime() + 90_000_000_000L);
    assertThat(sink.last("remote_write_silent_seconds", "observer", "o").orElseThrow())
        .isBetween(90.0, 150.0);
  }

  @Test
  void theContentTypeTellsTheVersion() {
    byte[] body = packed(new TestingWriteRequest().series(UP, 1, AT).version2());
    for (String type :
        List.of(V2, "Application/X-Protobuf; proto=\"io.prometheus.write.v2.Request\"")) {
      Head head = head("POST", "/api/v1/write", null, type, "snappy");
      assertThat(endpoint.refusal(head)).isNull();
      assertThat(endpoint.answer(head, body).headers())
          .containsEntry("X-Prometheus-Remote-Write-Samples-Written", "1");
    }
    Head named =
        head("POST", "/api/v1/write", null, V1 + ";proto=prometheus.WriteRequest", "snappy");
    assertThat(endpoint.refusal(named)).isNull();
    Answer mistaken = endpoint.answer(named, body);
    assertThat(mistaken.headers()).containsEntry("X-Prometheus-Remote-Write-Samples-Written", "0");
    assertThat(mistaken.status()).isEqualTo(400);
  }

  @Test
  void aMessageUnderTheOtherVersionsContentTypeIsNotTaken() {
    byte[] body = packed(new TestingWriteRequest().series(UP, 1, AT).version1());
    Answer answer = endpoint.answer(head("POST", "/api/v1/write", null, V2, "snappy"), body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .isEqualTo(
            "nothing was taken: it is the message of remote write 1.0, and its content type that of"
                + " 2.0");
  }

  @Test
  void whoIsRefusedIsSaidInTheLogOnceAMinute() {
    RemoteWriteEndpoint closed = guarded(() -> Secret.of("s3cret"), sink);
    try (var log = new TestingLog()) {
      for (int i = 0; i < 5; i++) {
        assertThat(closed.refusal(HEAD)).isNotNull();
      }
      assertThat(log.lines())
          .containsExactly(
              "remote write from 10.0.0.7:4711 is refused (401): the token is not the one expected");
    }
  }

  @Test
  void whatIsNotRemoteWriteIsTurnedAwayByItsHead() {
    assertThat(refused(head("POST", "/", null, V1, "snappy"))).isEqualTo(404);
    assertThat(refused(head("GET", "/api/v1/write", null, V1, "snappy"))).isEqualTo(405);
    assertThat(refused(head("POST", "/api/v1/write", null, V1, "gzip"))).isEqualTo(415);
    assertThat(refused(head("POST", "/api/v1/write", null, V1, null))).isEqualTo(415);
    assertThat(refused(head("POST", "/api/v1/write", null, "text/plain", "snappy"))).isEqualTo(415);
    assertThat(refused(head("POST", "/api/v1/write", null, null, "snappy"))).isEqualTo(415);
    assertThat(refused(head("POST", "/api/v1/write", null, V1 + ";proto=other", "snappy")))
        .isEqualTo(415);
    assertThat(endpoint.refusal(HEAD)).isNull();
  }

  @Test
  void onlyWhoHasTheTokenMayWrite() {
    RemoteWriteEndpoint closed = guarded(() -> Secret.of("s3cret"), sink);
    for (String shown : List.of("", "Bearer s3cre", "Bearer s3cret2", "s3cret", "Basic s3cret")) {
      Answer refusal = closed.refusal(head("POST", "/api/v1/write", shown, V1, "snappy"));
      assertThat(status(refusal)).isEqualTo(401);
      assertThat(String.valueOf(refusal)).doesNotContain("s3cret");
    }
    assertThat(closed.refusal(HEAD)).isNotNull();
    assertThat(closed.refusal(head("POST", "/api/v1/write", "Bearer s3cret", V1, "snappy")))
        .isNull();
  }

  @Test
  void aTokenThatCannotBeReadForNowLosesNothing() {
    Supplier<Secret> gone =
        () -> {
          throw new IllegalArgumentException("the file token cannot be read");
        };
    RemoteWriteEndpoint closed = guarded(gone, sink);
    try (var log = new TestingLog()) {
      assertThat(status(closed.refusal(HEAD))).isEqualTo(503);
      assertThat(status(closed.refusal(HEAD))).isEqualTo(503);
      assertThat(log.lines())
          .containsExactly("remote write is put off: the file token cannot be read");
    }
  }

  @Test
  void whatCannotBeKeptIsToBeSentAgain() {
    byte[] body = packed(new TestingWriteRequest().series(UP, 1, AT).version1());
    var full = new LimitedSink();
    full.room = false;
    Answer answer = guarded(null, full).answer(HEAD, body);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("Retry-After", "5");
    assertThat(full.told).isZero();

    var broken = new LimitedSink();
    broken.loses = true;
    assertThat(guarded(null, broken).answer(HEAD, body).status()).isEqualTo(503);
    assertThat(broken.told).isZero();
    broken.loses = false;
    assertThat(guarded(null, broken).answer(HEAD, body).status()).isEqualTo(204);
  }

  @Test
  void whatHasNoValueIsPassedOverInSilence() {
    double stale = Double.longBitsToDouble(Sample.STALE_BITS);
    byte[] body =
        packed(
            new TestingWriteRequest()
                .series(
                    UP, stale, AT, Double.NaN, AT + 1, Double.POSITIVE_INFINITY, AT + 2, 1, AT + 3)
                .version1());
    Answer answer = endpoint.answer(HEAD, body);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers()).containsEntry("X-Prometheus-Remote-Write-Samples-Written", "4");
    assertThat(sink.readings()).extracting(Reading::timestamp).containsExactly(AT + 3);
  }

  @Test
  void whatIsWrongIsToldAndTheRestTaken() {
    byte[] body =
        packed(
            new TestingWriteRequest()
                .series(UP, 1, AT, 1, AT + 3_600_000, 1, 1_763_700_000)
                .series(List.of("job", "api"), 1, AT)
                .series(List.of("__name__", "up", "a", "x".repeat(17_000)), 1, AT)
                .histogram(UP)
                .version1());
    Answer answer = endpoint.answer(HEAD, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsEntry("X-Prometheus-Remote-Write-Samples-Written", "1");
    assertThat(answer.text())
        .isEqualTo(
            "not taken: 1 of series that are not sound: a series has no name; 1 with a time more"
                + " than 10 s ahead of the agent's clock; 1 with a time before 2000-01-01; 1 with"
                + " labels that are too long; 1 native histograms; taken: 1");
    assertThat(sink.readings()).hasSize(1);
  }

  @Test
  void onlyWhatIsSelectedIsTold() {
    byte[] body =
        packed(
            new TestingWriteRequest()
                .series(UP, 1, AT)
                .series(List.of("__name__", "go_goroutines"), 8, AT)
                .version1());
    var names =
        new MetricFilter(List.of("up"), List.of(), Map.of("(.*)", "prom_$1"), List.of(), Map.of());
    var settings = settings(new MetricSelection(names), null);
    Answer answer = endpoint(settings, sink).answer(HEAD, body);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(sink.readings()).extracting(Reading::metric).containsExactly("prom_up");
  }

  @Test
  void whatWouldUnpackToMoreThanIsTakenIsToldSo() {
    Answer answer = endpoint.answer(HEAD, new byte[] {(byte) 0xff, (byte) 0xff, 0x7f, 0});
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text())
        .isEqualTo("nothing was taken: it would unpack to more than 1000000 bytes (max_bytes)");
  }

  @Test
  void garbageIsAlwaysABadRequestAndNeverMore() {
    var random = new Random(20_261_122);
    byte[] sound = packed(new TestingWriteRequest().series(UP, 1, AT, 2, AT + 1).version1());
    for (int i = 0; i < 50_000; i++) {
      byte[] body = i % 2 == 0 ? sound.clone() : new byte[random.nextInt(200)];
      if (i % 2 == 0) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      } else {
        random.nextBytes(body);
      }
      Head head = i % 4 < 2 ? HEAD : head("POST", "/api/v1/write", null, V2, "snappy");
      assertThat(endpoint.answer(head, body).status()).isIn(400, 413, 204);
    }
  }

  private int refused(Head head) {
    return status(endpoint.refusal(head));
  }

  private static int status(@Nullable Answer answer) {
    return Objects.requireNonNull(answer, "not refused").status();
  }

  static Head head(
      String method,
      String path,
      @Nullable String authorization,
      @Nullable String type,
      @Nullable String encoding) {
    return new Head(method, path, authorization, type, encoding, "10.0.0.7:4711");
  }

  /** A sink whose disk is full or cannot be written. */
  private static final class LimitedSink implements EventSink {

    private boolean room = true;
    private boolean loses;
    private int told;

    @Override
    public void accept(AgentEvent event) {
      told++;
    }

    @Override
    public boolean offer(AgentEvent event) {
      if (!loses) {
        accept(event);
      }
      return !loses;
    }

    @Override
    public boolean hasRoom(EventKind kind) {
      return room;
    }
  }

  private static RemoteWriteSettings settings(
      MetricSelection metrics, @Nullable Supplier<Secret> token) {
    return new RemoteWriteSettings(
        new InetSocketAddress(0), "/api/v1/write", metrics, token, 1_000_000);
  }

  private static RemoteWriteEndpoint guarded(@Nullable Supplier<Secret> token, EventSink sink) {
    return endpoint(settings(MetricSelection.EVERYTHING, token), sink);
  }

  private static RemoteWriteEndpoint endpoint(RemoteWriteSettings settings, EventSink sink) {
    return new RemoteWriteEndpoint(
        settings, sink, () -> Instant.ofEpochMilli(AT), new CollectorRegistry());
  }
}
