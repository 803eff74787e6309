package dev.pointsman.agent.remotewrite;

import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.metric.SampleBatch;
import dev.pointsman.agent.metric.Verdict;
import dev.pointsman.agent.schedule.OnceAMinute;
import dev.pointsman.agent.server.Answer;
import dev.pointsman.agent.server.Endpoint;
import dev.pointsman.agent.server.Head;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests: tells the samples of a sound one as events, and answers so that the sender
 * keeps what could not be kept here, and drops what never can be.
 */
final class RemoteWriteEndpoint implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteEndpoint.class);

  private static final String VERSION_1 = "prometheus.WriteRequest";
  private static final String VERSION_2 = "io.prometheus.write.v2.Request";
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int TAKEN = 204;
  private static final String PROTOBUF = "application/x-protobuf";

  private final RemoteWriteSettings settings;
  private final EventSink sink;
  private final InstantSource clock;
  private final Counter samples;
  private final OnceAMinute refusals = new OnceAMinute();
  private final OnceAMinute unreadable = new OnceAMinute();

  /** When samples were taken last, by {@link System#nanoTime()}; null before the first. */
  private volatile @Nullable Long takenNanos;

  RemoteWriteEndpoint(
      RemoteWriteSettings settings,
      EventSink sink,
      InstantSource clock,
      CollectorRegistry registry) {
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
    this.samples =
        Counter.build(
                "pointsman_agent_remote_write_samples_total", "Samples by what became of them.")
            .labelNames("outcome")
            .register(registry);
  }

  @Override
  public @Nullable Answer refusal(Head head) {
    Answer refusal = refusalOf(head);
    if (refusal != null) {
      say(head, refusal);
    }
    return refusal;
  }

  /** A sender that is refused may have nobody who reads its log. */
  private void say(Head head, Answer answer) {
    if (answer.status() >= 400 && answer.status() < 500 && refusals.isDue(System.nanoTime())) {
      LOG.warn(
          "remote write from {} is refused ({}): {}",
          head.peer(),
          answer.status(),
          Excerpt.forReason(answer.text()));
    }
  }

  private @Nullable Answer refusalOf(Head head) {
    if (!head.path().equals(settings.path())) {
      return Answer.of(404, "remote write is at " + settings.path());
    }
    if (!head.method().equals("POST")) {
      return Answer.of(405, "remote write is a POST").with("Allow", "POST");
    }
    Answer unauthorized = authorization(head.authorization());
    if (unauthorized != null) {
      return unauthorized;
    }
    if (!"snappy".equalsIgnoreCase(head.contentEncoding())) {
      return Answer.of(415, "expected Content-Encoding: snappy");
    }
    if (message(head.contentType()) == null) {
      return Answer.of(
          415,
          "expected Content-Type: " + PROTOBUF + ", with proto=" + VERSION_1 + " or " + VERSION_2);
    }
    return null;
  }

  private @Nullable Answer authorization(@Nullable String shown) {
    Supplier<Secret> token = settings.token();
    if (token == null) {
      return null;
    }
    byte[] expected;
    try {
      expected = ("Bearer " + token.get().reveal()).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      if (unreadable.isDue(System.nanoTime())) {
        LOG.warn("remote write is put off: {}", e.getMessage());
      }
      return Answer.later("the agent cannot read its token");
    }
    byte[] found = (shown == null ? "" : shown).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, found)
        ? null
        : Answer.of(401, "the token is not the one expected").with("WWW-Authenticate", "Bearer");
  }

  /** The full name of the protobuf message, or null where it is none of the two. */
  private static @Nullable String message(@Nullable String contentType) {
    String[] parts = (contentType == null ? "" : contentType).split(";", -1);
    if (!parts[0].strip().equalsIgnoreCase(PROTOBUF)) {
      return null;
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.toLowerCase(Locale.ROOT).startsWith("proto=")) {
        String name = parameter.substring("proto=".length()).replace("\"", "");
        return name.equals(VERSION_1) || name.equals(VERSION_2) ? name : null;
      }
    }
    return VERSION_1;
  }

  @Override
  public String tooLarge(int maxBytes) {
    return "nothing was taken: the body is longer than " + maxBytes + " bytes (max_bytes)";
  }

  /** Takes the samples; what was answered with 204 is told. */
  @Override
  public Answer answer(Head head, byte[] body) {
    Answer answer = answerTo(head, body);
    say(head, answer);
    return answer;
  }

  private Answer answerTo(Head head, byte[] body) {
    if (!sink.hasRoom(EventKind.METRIC)) {
      return Answer.later("the agent's queue is full: is Kafka away?");
    }
    WriteRequest request;
    try {
      byte[] unpacked = SnappyBlock.unpack(body, settings.maxBytes());
      request =
          VERSION_2.equals(message(head.contentType()))
              ? WriteRequestDecoder.version2(unpacked)
              : WriteRequestDecoder.version1(unpacked);
    } catch (MalformedRequestException e) {
      return Answer.of(e.status(), "nothing was taken: " + e.getMessage()).with(written(0));
    }
    var batch = new SampleBatch(settings.metrics(), labels -> labels, clock.instant());
    request.samples().forEach(batch::add);
    if (!batch.offer(sink)) {
      // What was kept of it comes twice then, which does no harm.
      return Answer.later("the agent cannot write to its disk");
    }
    batch.counts().forEach((verdict, count) -> samples.labels(verdict.text()).inc((double) count));
    int taken =
        request.samples().size()
            - batch.count(Verdict.TOO_OLD)
            - batch.count(Verdict.IN_THE_FUTURE)
            - batch.count(Verdict.TOO_LONG);
    if (taken > 0) {
      takenNanos = System.nanoTime();
    }
    return answer(request, batch, taken);
  }

  /**
   * Tells for how long no sample was taken; nothing before the first, as nobody may mean to send.
   *
   * @param nowNanos by {@link System#nanoTime()}
   */
  void tellSilence(String observer, long nowNanos) {
    Long since = takenNanos;
    if (since != null) {
      double seconds = Math.max(0, nowNanos - since) / NANOS_PER_SECOND;
      sink.accept(
          MetricEvent.of(
              "remote_write_silent_seconds",
              Labels.of("observer", observer),
              seconds,
              clock.instant()));
    }
  }

  private static Answer answer(WriteRequest request, SampleBatch batch, int taken) {
    int late = batch.count(Verdict.TOO_OLD);
    int early = batch.count(Verdict.IN_THE_FUTURE);
    int tooLong = batch.count(Verdict.TOO_LONG);
    List<String> wrong = new ArrayList<>();
    if (request.unsound() != null) {
      wrong.add(request.unsoundSamples() + " of series that are not sound: " + request.unsound());
    }
    if (early > 0) {
      wrong.add(
          early
              + " with a time more than "
              + SampleBatch.MAX_AHEAD.toSeconds()
              + " s ahead of the agent's clock");
    }
    if (late > 0) {
      wrong.add(late + " with a time before 2000-01-01");
    }
    if (tooLong > 0) {
      wrong.add(tooLong + " with labels that are too long");
    }
    if (request.histograms() > 0) {
      wrong.add(request.histograms() + " native histograms");
    }
    Answer answer =
        wrong.isEmpty()
            ? Answer.of(TAKEN, "")
            : Answer.of(400, "not taken: " + String.join("; ", wrong) + "; taken: " + taken);
    return answer.with(written(taken));
  }

  /** The headers that remote write 2.0 asks for, and 1.0 allows. */
  private static Map<String, String> written(int samples) {
    return Map.of(
        "X-Prometheus-Remote-Write-Samples-Written", Integer.toString(samples),
        "X-Prometheus-Remote-Write-Histograms-Written", "0",
        "X-Prometheus-Remote-Write-Exemplars-Written", "0");
  }
}
