package dev.pointsman.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.TestingClock;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.sight.Evidence;
import dev.pointsman.event.Labels;
import io.prometheus.client.CollectorRegistry;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookoutTest {

  private final TestingSink sink = new TestingSink();
  private final CollectorRegistry registry = new CollectorRegistry();

  /** Rounds as {@code system:evidence}, one a second; {@code -} says nothing, {@code +} answers. */
  @ParameterizedTest
  @CsvSource({
    "a b, a-, '', false", // in doubt until b is known
    "a b, a- b- a-, '', true",
    "a b, a- b+, a b, false",
    "a b, a- b- a- b-, '', true",
    "a b, a- b- a- a+ b-, a, false", // b has to be silent after a spoke to be in doubt again
    "a b, a- b- a- b+ a+, b a, false",
    "a b, a+ b+ a- b- a-, a b, true",
    "a, a- a-, a a, false", // nobody to compare with
    "'', l- l-, l l, false",
    "a b, a- l+ b- a-, l, true", // this machine proves nothing
  })
  void silenceIsToldOnceAnotherHasAnswered(
      String systems, String rounds, String told, boolean blind) {
    var context =
        new AgentContext(
            new AgentIdentity("collect", "o", null),
            sink,
            new Coverage(System::nanoTime),
            new TestingClock(),
            registry);
    var lookout = new Lookout(context, new PollerMetrics(registry), words(systems).toList());
    long nanos = 0;
    for (String round : words(rounds).toList()) {
      String system = round.substring(0, 1);
      Evidence evidence =
          system.equals("l")
              ? Evidence.LOCAL
              : round.endsWith("+") ? Evidence.ANSWER : Evidence.NO_ANSWER;
      nanos += 1_000_000_000;
      lookout.ended(
          system,
          evidence,
          nanos,
          nanos,
          List.of(MetricEvent.of(system, Labels.EMPTY, 0, Instant.EPOCH)));
    }
    assertThat(sink.readings().stream().map(each -> each.metric()))
        .filteredOn(each -> !each.equals("agent_blind"))
        .containsExactlyElementsOf(words(told).toList());
    assertThat(registry.getSampleValue("pointsman_agent_collect_blind")).isEqualTo(blind ? 1 : 0);
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(each -> !each.isEmpty());
  }

  @Test
  void thatNobodyListensIsAnAnswer() {
    assertThat(NoAnswerException.isSilence(new ConnectException("Connection refused"))).isFalse();
    assertThat(NoAnswerException.isSilence(new SocketException("Connection reset"))).isFalse();
    assertThat(NoAnswerException.isSilence(new SocketException("Broken pipe"))).isFalse();
    assertThat(NoAnswerException.isSilence(new IllegalStateException("status 500"))).isFalse();
    assertThat(NoAnswerException.isSilence(null)).isFalse();
    for (Exception each :
        List.of(
            new ConnectException("Connection timed out"),
            new SocketException("Network is unreachable"), // as Java throws it
            new SocketException("Permission denied"), // as a route that is prohibited gives
            new BindException("Cannot assign requested address"),
            new NoRouteToHostException("No route to host"),
            new SocketTimeoutException("connect timed out"),
            new UnknownHostException("db-1"))) {
      assertThat(NoAnswerException.isSilence(new IllegalStateException(each))).isTrue();
    }
  }
}
