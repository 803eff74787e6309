package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.probe.dns.DnsCheck;
import dev.pointsman.agent.probe.grpc.GrpcHealthCheck;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.event.Labels;
import io.netty.resolver.dns.DnsServerAddresses;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Targets on this machine stand for others, by addresses of their own. The name server does not
 * answer.
 */
class BlindnessIT {

  private static final AgentIdentity IDENTITY = new AgentIdentity("probe", "here", "a");

  private final List<HealthCheckEvent> checks = new CopyOnWriteArrayList<>();
  private final List<MetricEvent> metrics = new CopyOnWriteArrayList<>();
  private final CollectorRegistry registry = new CollectorRegistry();
  private final DatagramSocket deadNameServer;
  private final Prober prober;

  BlindnessIT() throws SocketException {
    deadNameServer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    prober = prober(address -> false);
  }

  @AfterEach
  void close() {
    prober.close();
    deadNameServer.close();
  }

  @Test
  void whereNoTargetAnswersTheAgentSaysThatItIsBlindAndBlamesNobody() {
    prober.start(
        List.of(
            unreachable("a.example.com", 1000),
            unreachable("b.example.com", 1000),
            unreachable("c.example.com", 1000),
            unreachable("d.example.com", 1000),
            unreachable("e.example.com", 1000)));

    await().until(() -> blind(1));
    await().until(() -> dropped() >= 10);
    assertThat(checks).isEmpty();
    assertThat(metrics)
        .allMatch(
            event ->
                event
                    .reading()
                    .labels()
                    .equals(Labels.of("agent", "probe", "instance", "a", "observer", "here")));
  }

  @Test
  void oneTargetThatAnswersShowsThatTheOthersAreAtFault() throws IOException {
    try (TestingServer well = TestingServer.answering("HTTP/1.1 200 OK")) {
      prober.start(
          List.of(
              unreachable("a.example.com", 1000),
              unreachable("b.example.com", 1000),
              probe(HttpCheck.plain(URI.create(well.url("/"))), 3_600_000, 5000)));

      await().until(() -> checks.stream().filter(event -> !event.up()).count() >= 4);
      assertThat(metrics).noneMatch(event -> isBlind(event, 1));
      // It was asked to know this, not because it was due: so it has told nothing of its own.
      assertThat(well.requests()).isNotEmpty();
      assertThat(checks).noneMatch(HealthCheckEvent::up);
    }
  }

  @Test
  void manyThatAreDownAskOneThatAnswersAboutOnceASecond() throws IOException {
    try (TestingServer well = TestingServer.answering("HTTP/1.1 200 OK")) {
      var probes = new ArrayList<Probe>();
      for (int i = 0; i < 50; i++) {
        probes.add(unreachable("host-" + i + ".example.com", 500));
      }
      probes.add(probe(HttpCheck.plain(URI.create(well.url("/"))), 60_000, 5000));
      long began = System.nanoTime();
      prober.start(probes);

      await().until(() -> well.requests().size() >= 4);
      // Its own turn may have come, and the doubt of the start.
      Duration ran = Duration.ofNanos(System.nanoTime() - began);
      assertThat((long) well.requests().size()).isLessThanOrEqualTo(ran.toSeconds() + 3);
      await().until(() -> down() > 300);
      assertThat(metrics).noneMatch(event -> isBlind(event, 1));
    }
  }

  @Test
  void aRefusalShowsThatTheAgentSees() {
    assertSees(new TcpCheck("127.0.0.1", TestingProcess.freePort()));
  }

  @Test
  void aPortWithoutANameServerShowsThatTheAgentSees() {
    int port = TestingProcess.freePort();
    assertSees(new DnsCheck("127.0.0.1", port, Name.root, Type.NS, Rcode.NOERROR, List.of()));
  }

  @Test
  void aServerThatTakesTheConnectionAndHangsShowsThatTheAgentSees() throws IOException {
    try (TestingServer hanging = TestingServer.start(TestingServer.Connection::awaitEnd)) {
      assertSees(new GrpcHealthCheck("127.0.0.1", hanging.port(), "", null));
    }
  }

  private void assertSees(Check down) {
    prober.start(List.of(unreachable("a.example.com", 1000), probe(down, 1000, 500)));

    await().until(() -> checks.stream().map(HealthCheckEvent::check).distinct().count() == 2);
    assertThat(checks).noneMatch(HealthCheckEvent::up);
    assertThat(metrics).noneMatch(event -> isBlind(event, 1));
  }

  @Test
  void itSeesAgainWithTheFirstAnswer() {
    var answers = new AtomicBoolean();
    prober.start(
        List.of(
            unreachable("a.example.com", 500),
            probe(new Switched("b.example.com", 1, answers::get), 500, 300)));
    await().until(() -> blind(1));
    assertThat(checks).isEmpty();

    answers.set(true);
    await().until(() -> checks.stream().anyMatch(HealthCheckEvent::up));
    await().until(() -> checks.stream().anyMatch(event -> !event.up()));
    assertThat(isBlind(metrics.get(metrics.size() - 1), 0)).isTrue();
  }

  /** A machine that answers when it is told to. */
  private record Switched(String host, int port, BooleanSupplier answers) implements Check {

    @Override
    public String type() {
      return "switched";
    }

    @Override
    public String target() {
      return host + ":" + port;
    }

    @Override
    public void start(Attempt attempt) {
      if (answers.getAsBoolean()) {
        attempt.heardFrom(InetAddress.getLoopbackAddress());
        attempt.end(Outcome.up(attempt.elapsed()));
      }
    }
  }

  @Test
  void hostsThatAnswerOnOnePortAreAskedThere() {
    var blocked = new ArrayList<Probe>();
    var open = new ArrayList<Probe>();
    for (String host : List.of("a.example.com", "b.example.com")) {
      blocked.add(probe(new Switched(host, 443, () -> false), 200, 100));
      open.add(probe(new Switched(host, 80, () -> true), 3000, 300));
    }
    prober.start(Stream.concat(blocked.stream(), open.stream()).toList());
    await().until(() -> checks.stream().filter(HealthCheckEvent::up).count() >= 2);
    int sightsBefore = metrics.size();
    long downBefore = down();

    // More of them than there can be where each is held until an open port is due.
    await().until(() -> down() >= downBefore + 40);
    assertThat(metrics.subList(sightsBefore, metrics.size())).noneMatch(each -> isBlind(each, 1));
  }

  private long down() {
    return checks.stream().filter(event -> !event.up()).count();
  }

  @Test
  void whatIsOnThisMachineDoesNotShowThatItSees() throws IOException {
    try (TestingServer own = TestingServer.answering("HTTP/1.1 200 OK");
        Prober other = prober(InetAddress::isLoopbackAddress)) {
      other.start(
          List.of(
              unreachable("a.example.com", 1000),
              unreachable("b.example.com", 1000),
              probe(HttpCheck.plain(URI.create(own.url("/"))), 500, 500)));

      await().until(() -> blind(1));
      await().until(() -> checks.size() >= 2);
      assertThat(checks).allMatch(HealthCheckEvent::up);
    }
  }

  @Test
  void aTargetAloneIsBlamed() {
    prober.start(List.of(unreachable("a.example.com", 1000)));
    await().until(() -> checks.size() >= 2);
    assertThat(checks).noneMatch(HealthCheckEvent::up);
  }

  @Test
  void nameServersThatDoNotAnswerAreTheFaultOfNoTarget() throws IOException {
    try (TestingServer well = TestingServer.answering("HTTP/1.1 200 OK")) {
      prober.start(
          List.of(
              unnamed("a.example.com"),
              probe(new TcpCheck("b.example.com", 80), 5000, 5000),
              probe(HttpCheck.plain(URI.create(well.url("/"))), 200, 200)));

      await().until(() -> faulty("name_servers_silent") == 2);
      long upBefore = checks.size();
      await().until(() -> checks.size() > upBefore + 2);
      assertThat(checks).noneMatch(event -> event.target().contains("example.com"));
      assertThat(metrics).noneMatch(event -> isBlind(event, 1));
    }
  }

  @Test
  void whereAllWaitForNameServersTheAgentIsBlind() {
    prober.start(List.of(unnamed("a.example.com"), unnamed("b.example.com")));
    await().until(() -> blind(1));
    assertThat(checks).isEmpty();
  }

  private double faulty(String reason) {
    Double count =
        registry.getSampleValue(
            "pointsman_agent_probe_checks_faulty", new String[] {"reason"}, new String[] {reason});
    return count == null ? 0 : count;
  }

  @Test
  void nameServersThatDoNotAnswerDelayNobodyElse() throws IOException {
    try (TestingServer well = TestingServer.answering("HTTP/1.1 200 OK")) {
      var probes = new ArrayList<Probe>();
      for (int i = 0; i < 500; i++) {
        probes.add(unnamed("host-" + i + ".example.com"));
      }
      probes.add(probe(HttpCheck.plain(URI.create(well.url("/"))), 500, 500));
      prober.start(probes);

      await().until(() -> checks.stream().filter(HealthCheckEvent::up).count() >= 5);
      assertThat(checks)
          .filteredOn(each -> each.check().equals("api"))
          .allMatch(HealthCheckEvent::up);
    }
  }

  @Test
  void whatWasHeldHasTheTimeOfItsOwnRun() {
    var late = new Late(new AtomicReference<>());
    prober.start(
        List.of(
            unreachable("a.example.com", 1000), probe(late, Duration.ofHours(1).toMillis(), 5000)));
    await().until(() -> !checks.isEmpty());
    assertThat(checks.get(0).at()).isBefore(late.answered().get());
    assertThat(checks.get(0).error()).isEqualTo("no answer within 300 ms");
  }

  /** A machine that takes its time, and notes when it first answered. */
  private record Late(AtomicReference<Instant> answered) implements Check {

    @Override
    public String type() {
      return "late";
    }

    @Override
    public String host() {
      return "b.example.com";
    }

    @Override
    public String target() {
      return "b.example.com:1";
    }

    @Override
    public void start(Attempt attempt) {
      var unused =
          attempt
              .network()
              .loop()
              .schedule(
                  () -> {
                    answered.compareAndSet(null, Instant.now());
                    attempt.heardFrom(InetAddress.getLoopbackAddress());
                    attempt.end(Outcome.up(attempt.elapsed()));
                  },
                  500,
                  TimeUnit.MILLISECONDS);
    }
  }

  private Prober prober(Predicate<InetAddress> local) {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), deadNameServer.getLocalPort());
    var network = new Network(name -> DnsServerAddresses.singleton(address).stream(), local);
    registry.clear();
    return new Prober(IDENTITY, this::take, Clock.systemUTC(), registry, network);
  }

  private void take(AgentEvent event) {
    if (event instanceof HealthCheckEvent check) {
      checks.add(check);
    } else if (event instanceof MetricEvent metric
        && metric.reading().metric().equals("agent_blind")) {
      metrics.add(metric);
    }
  }

  private boolean blind(double value) {
    return metrics.stream().anyMatch(event -> isBlind(event, value));
  }

  private static boolean isBlind(MetricEvent event, double value) {
    return event.reading().value() == value;
  }

  private double dropped() {
    Double count =
        registry.getSampleValue(
            "pointsman_agent_probe_results_dropped_total",
            new String[] {"reason"},
            new String[] {"blind"});
    return count == null ? 0 : count;
  }

  private static Probe unreachable(String host, long interval) {
    return Probe.of(
        host,
        "us-west-2",
        "here",
        new Switched(host, 80, () -> false),
        Duration.ofMillis(interval),
        Duration.ofMillis(300));
  }

  /** A target whose name nobody tells. */
  private static Probe unnamed(String host) {
    return probe(new TcpCheck(host, 80), 1000, 300);
  }

  private static Probe probe(Check check, long interval, long timeout) {
    return Probe.of(
        "api", "us-west-2", "here", check, Duration.ofMillis(interval), Duration.ofMillis(timeout));
  }
}
