package dev.pointsman.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.pointsman.connector.http.TestingServer.Manner;
import dev.pointsman.connector.http.TestingServer.Reply;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Answer.Accepted;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What every receiver over HTTP does with each kind of answer; and its secret is in nothing that it
 * answers or that anyone logs meanwhile.
 */
public abstract class ReceiverContract {

  protected static final String SECRET_TEXT = "s3cr3t+0123456789/abcdef01234567";
  protected static final Duration TIMEOUT = Duration.ofMillis(700);

  protected TestingServer server;
  private TestingLog log;
  private final List<Answer> answers = new ArrayList<>();
  private final List<Receiver> receivers = new ArrayList<>();

  protected abstract Receiver receiver(URI server, Secret secret, Duration timeout);

  protected abstract Delivery trigger();

  /** How the real service says that it took a trigger. */
  protected abstract Reply accepted();

  @BeforeEach
  void start() throws IOException {
    log = new TestingLog();
    LoggerFactory.getLogger("any").trace("so much is heard");
    server = new TestingServer();
  }

  @AfterEach
  void theSecretIsNowhereToBeSeen() {
    receivers.forEach(Receiver::close);
    server.close();
    log.close();
    String half = SECRET_TEXT.substring(0, SECRET_TEXT.length() / 2);
    assertThat(answers).isNotEmpty();
    assertThat(log.lines()).contains("so much is heard");
    assertThat(answers.toString()).doesNotContain(half).doesNotContain(encoded(half));
    assertThat(String.join("\n", log.lines())).doesNotContain(half).doesNotContain(encoded(half));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aMessageThatIsTakenIsAccepted() throws Exception {
    server.reply(accepted());
    assertThat(deliver(trigger())).isInstanceOf(Accepted.class);
    assertThat(server.requests()).hasSize(1);
    TestingServer.Request request = server.requests().get(0);
    assertThat(request.body() + request.authorization()).contains(SECRET_TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
  void aRequestThatIsWrongIsRejected(int status) throws Exception {
    server.reply(Reply.json(status, "{\"error\":\"" + SECRET_TEXT + " is wrong\"}"));
    assertThat(deliver(trigger())).isInstanceOf(Answer.Rejected.class);
    assertThat(answers.toString()).contains(Integer.toString(status));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    server.reply(
        Reply.json(307, "").withHeader("Location", server.address("/elsewhere").toString()));
    assertThat(deliver(trigger())).isInstanceOf(Answer.Rejected.class);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void aServerInTroubleIsTriedAgainLaterAndMayHaveTakenIt(int status) throws Exception {
    server.reply(Reply.html(status));
    Answer.Retry retry = retry(deliver(trigger()));
    assertThat(retry.mayHaveArrived()).isTrue();
    assertThat(retry.after()).isNull();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void tooManyRequestsSaysHowLongToWait() throws Exception {
    server.reply(Reply.json(429, "{}").withHeader("Retry-After", "7"));
    Answer.Retry retry = retry(deliver(trigger()));
    assertThat(retry.after()).isEqualTo(Duration.ofSeconds(7));
    assertThat(retry.mayHaveArrived()).isFalse();
  }

  @Test
  void aRetryAfterMayBeADate() throws Exception {
    String inAMinute =
        ZonedDateTime.now(ZoneOffset.UTC)
            .plusMinutes(1)
            .format(DateTimeFormatter.RFC_1123_DATE_TIME);
    server.reply(Reply.json(429, "{}").withHeader("Retry-After", inAMinute));
    Duration after = retry(deliver(trigger())).after();
    assertThat(after).isNotNull();
    assertThat(after).isCloseTo(Duration.ofMinutes(1), Duration.ofSeconds(10));
  }

  @Test
  void tooManyRequestsWithoutAReadableTimeIsGivenAPause() throws Exception {
    server.reply(Reply.json(429, "{}").withHeader("Retry-After", "soon"));
    assertThat(retry(deliver(trigger())).after()).isPositive();
  }

  @Test
  void aWebPageIsNoSuccess() throws Exception {
    server.reply(Reply.html(200));
    assertThat(retry(deliver(trigger())).mayHaveArrived()).isTrue();
  }

  @Test
  void anEmptyAnswerIsNoSuccess() throws Exception {
    server.reply(Reply.json(200, ""));
    assertThat(retry(deliver(trigger())).mayHaveArrived()).isTrue();
  }

  @Test
  void aServerThatDoesNotListenCertainlyDidNotTakeIt() throws Exception {
    URI address = server.address("");
    server.close();
    Receiver receiver = open(address);
    assertThat(retry(deliver(receiver, trigger())).mayHaveArrived()).isFalse();
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() throws Exception {
    server.reply(accepted().in(Manner.NEVER));
    assertGivenUpInTime();
  }

  @Test
  void aServerThatDripsIsGivenUpInTime() throws Exception {
    server.reply(accepted().in(Manner.IN_DRIPS));
    assertGivenUpInTime();
  }

  private void assertGivenUpInTime() throws Exception {
    long begin = System.nanoTime();
    Answer.Retry retry = retry(deliver(trigger()));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertThat(retry.mayHaveArrived()).isTrue();
    assertThat(millis).isCloseTo(TIMEOUT.toMillis(), within(2000L));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aThreadThatIsInterruptedGivesUp() throws Exception {
    server.reply(accepted().in(Manner.NEVER));
    Receiver receiver = open(server.address(""));
    var ended = new CompletableFuture<Answer>();
    var thread =
        new Thread(
            () -> {
              try {
                ended.complete(receiver.deliver(trigger()));
              } catch (InterruptedException e) {
                ended.completeExceptionally(e);
              }
            });
    thread.start();
    await().until(() -> !server.requests().isEmpty());
    thread.interrupt();
    assertThat(ended.handle((answer, gaveUp) -> true).get(10, TimeUnit.SECONDS)).isTrue();
    answers.add(new Answer.Rejected("given up"));
  }

  protected final Answer deliver(Delivery delivery) throws InterruptedException {
    return deliver(open(server.address("")), delivery);
  }

  private Answer deliver(Receiver receiver, Delivery delivery) throws InterruptedException {
    Answer answer = receiver.deliver(delivery);
    answers.add(answer);
    return answer;
  }

  private Receiver open(URI address) {
    Receiver receiver = receiver(address, Secret.of(SECRET_TEXT), TIMEOUT);
    receivers.add(receiver);
    return receiver;
  }

  protected static Answer.Retry retry(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Retry.class);
    return (Answer.Retry) answer;
  }
}
