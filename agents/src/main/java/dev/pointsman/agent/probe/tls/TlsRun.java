package dev.pointsman.agent.probe.tls;

import dev.pointsman.agent.probe.Attempt;
import dev.pointsman.agent.probe.Failures;
import dev.pointsman.agent.probe.Finding;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Reason;
import dev.pointsman.config.CipherSuite;
import dev.pointsman.config.TlsVersion;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One run of a check: a handshake as any client makes it, and at the same time, where versions are
 * asked for, one connection for each to see whether it is accepted.
 */
final class TlsRun {

  private static final double NANOS = 1e9;

  private final TlsCheck check;
  private final Attempt attempt;
  private final List<Finding> findings = new ArrayList<>();

  /** What came of offering each version; what is not in here, nobody knows. */
  private final Map<TlsVersion, Optional<ServerHello>> hellos = new EnumMap<>(TlsVersion.class);

  private boolean shookHands;
  private @Nullable Outcome verdict;

  /** What has not ended: the handshake, and each version that is asked for. */
  private int open = 1;

  TlsRun(TlsCheck check, Attempt attempt) {
    this.check = check;
    this.attempt = attempt;
  }

  void start() {
    attempt.completeWith(this::complete);
    attempt.network().resolve(attempt, check.host(), this::connect);
  }

  private void connect(InetAddress machine) {
    var address = new InetSocketAddress(machine, check.port());
    attempt
        .network()
        .connect(
            attempt,
            address,
            channel -> {
              if (check.expected().asksForVersions()) {
                for (TlsVersion version : TlsVersion.values()) {
                  open++;
                  ask(version, address);
                }
              }
              shakeHands(channel);
            });
  }

  private void shakeHands(Channel channel) {
    long start = System.nanoTime();
    check
        .client()
        .look(
            attempt,
            channel,
            check.host(),
            (handler, failure) -> {
              if (failure != null) {
                verdict = Failures.handshake(failure, attempt.elapsed());
                close(channel);
                ended();
                return;
              }
              shookHands = true;
              double took = (System.nanoTime() - start) / NANOS;
              Duration latency = attempt.elapsed();
              findings.add(Finding.of("tls_handshake_seconds", took));
              attempt.network().workers().execute(() -> judge(channel, handler, latency));
            });
  }

  /** On a worker: signatures take the processor for long. */
  private void judge(Channel channel, SslHandler handler, Duration latency) {
    SSLSession session = handler.engine().getSession();
    CertificateReport report;
    try {
      report =
          CertificateReport.of(
              session.getPeerCertificates(),
              check.client(),
              check.client().serverName(check.host()),
              check.clock().instant());
    } catch (SSLPeerUnverifiedException | RuntimeException e) {
      attempt.network().loop().execute(() -> attempt.fail(e));
      return;
    }
    attempt
        .network()
        .loop()
        .execute(
            () -> {
              findings.addAll(report.findings(check.expected().domains()));
              findings.add(
                  Finding.of(
                      "tls_info",
                      1,
                      "version",
                      session.getProtocol(),
                      "cipher",
                      session.getCipherSuite()));
              String complaint = report.complaint();
              verdict =
                  complaint == null
                      ? Outcome.up(latency)
                      : new Outcome(Reason.TLS_FAILED, latency, "TLS: " + complaint, List.of());
              close(channel);
              ended();
            });
  }

  /** Whether a version is accepted, on a connection of its own. */
  private void ask(TlsVersion version, InetSocketAddress address) {
    attempt
        .network()
        .open(
            attempt,
            address,
            connected -> {
              if (!connected.isSuccess()) {
                ended();
                return;
              }
              Channel channel = connected.channel();
              channel
                  .pipeline()
                  .addLast(
                      new ServerHello.Reader(
                          hello -> {
                            answered(version, hello);
                            close(channel);
                          }));
              String name = check.client().serverName(check.host());
              var unused =
                  channel.writeAndFlush(
                      ClientHello.of(version, name, check.expected().preferred()));
            });
  }

  private void answered(TlsVersion version, @Nullable ServerHello hello) {
    if (attempt.isOver()) {
      return;
    }
    hellos.put(version, Optional.ofNullable(hello));
    ended();
  }

  private void close(Channel channel) {
    attempt.network().leave(channel);
  }

  private void ended() {
    open--;
    if (open == 0 && verdict != null) {
      attempt.end(verdict);
    }
  }

  /** The verdict, once there is one, with all that was found by then. */
  private Outcome complete(Outcome end) {
    findings.add(Finding.of("tls_handshake_success", shookHands));
    // Who never said a word of TLS has not turned down any version of it.
    if (shookHands || hellos.values().stream().anyMatch(Optional::isPresent)) {
      addVersions();
    }
    return (verdict == null ? end : verdict).with(findings);
  }

  private void addVersions() {
    hellos.forEach(
        (version, hello) ->
            findings.add(
                Finding.of(
                    "tls_version_accepted", accepts(version, hello), "version", version.text())));
    TlsVersion minimum = check.expected().minimum();
    if (minimum != null && hellos.size() == TlsVersion.values().length) {
      long older =
          hellos.entrySet().stream()
              .filter(each -> each.getKey().compareTo(minimum) < 0)
              .filter(each -> accepts(each.getKey(), each.getValue()))
              .count();
      findings.add(
          Finding.of("tls_versions_below_minimum", (double) older, "minimum", minimum.text()));
    }
    List<CipherSuite> preferred = check.expected().preferred();
    hellos
        .getOrDefault(TlsVersion.TLS_1_2, Optional.empty())
        .filter(hello -> !preferred.isEmpty() && isOf(TlsVersion.TLS_1_2, hello))
        .ifPresent(
            hello -> {
              boolean good = preferred.stream().anyMatch(each -> each.code() == hello.suite());
              findings.add(Finding.of("tls_cipher_preferred", good));
            });
  }

  private static boolean accepts(TlsVersion version, Optional<ServerHello> hello) {
    return hello.filter(each -> isOf(version, each)).isPresent();
  }

  private static boolean isOf(TlsVersion version, ServerHello hello) {
    return hello.version() == ClientHello.code(version);
  }
}
