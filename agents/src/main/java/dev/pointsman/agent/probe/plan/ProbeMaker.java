package dev.pointsman.agent.probe.plan;

import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.probe.Check;
import dev.pointsman.agent.probe.Probe;
import dev.pointsman.agent.probe.TcpCheck;
import dev.pointsman.agent.probe.Thresholds;
import dev.pointsman.agent.probe.dns.DnsCheck;
import dev.pointsman.agent.probe.grpc.GrpcHealthCheck;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.agent.probe.http.HttpRequest;
import dev.pointsman.agent.probe.http.Redirects;
import dev.pointsman.agent.probe.tls.TlsCheck;
import dev.pointsman.agent.probe.tls.TlsClient;
import dev.pointsman.agent.probe.tls.TlsExpectation;
import dev.pointsman.config.CheckTarget;
import dev.pointsman.config.HealthCheck;
import dev.pointsman.config.HostPort;
import dev.pointsman.config.Region;
import dev.pointsman.config.RegionalBalancer;
import dev.pointsman.config.Timing;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.connector.http.Secret;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Makes probes, one after another, and gathers why some cannot be made. */
final class ProbeMaker {

  private static final Timing LISTENER_TIMING =
      new Timing(Duration.ofSeconds(30), Duration.ofSeconds(10), 2, 3);

  private final String observer;
  private final ConfiguredSecrets secrets;
  private final Clock clock;
  private final List<Probe> probes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<TlsOptions, TlsClient> clients = new HashMap<>();

  /** What tells readings apart: the same question that comes up twice is asked once. */
  private final Set<List<String>> told = new HashSet<>();

  private final Map<HostPort, TlsServer> tlsServers = new LinkedHashMap<>();

  /**
   * How a server that speaks TLS is looked at.
   *
   * @param ours whether it must do TLS as {@code ssl_configuration} says
   */
  private record TlsServer(TlsOptions options, String region, boolean ours) {

    /** One look for all who know it: what somebody configured, before what nobody did. */
    TlsServer and(TlsServer other) {
      return new TlsServer(
          options.equals(TlsOptions.DEFAULT) ? other.options : options,
          ours || !other.ours ? region : other.region,
          ours || other.ours);
    }
  }

  ProbeMaker(String observer, Map<String, String> environment, Clock clock) {
    this.observer = observer;
    this.secrets = new ConfiguredSecrets(environment);
    this.clock = clock;
  }

  List<Probe> probes() {
    return probes;
  }

  List<String> problems() {
    return problems;
  }

  /** What a section of the configuration asks of the system itself. */
  void add(HealthCheck each) {
    add(each, each.region() == null ? observer : each.region(), /* ours= */ true);
  }

  /** What is outside: no region of ours is down with it, and it does TLS as it likes. */
  void addDependency(HealthCheck each) {
    String region = each.region() == null ? ProbePlan.EXTERNAL : each.region();
    add(each, region, /* ours= */ false);
  }

  private void add(HealthCheck each, String region, boolean ours) {
    try {
      Check check = check(each.target(), region, ours);
      add(each.name(), region, check, each.timing(), Probe.Tells.HEALTH);
    } catch (IllegalArgumentException e) {
      problems.add("the check " + each.name() + ": " + e.getMessage());
    }
  }

  /** A port that clients of a region come to. */
  void addListener(RegionalBalancer.Listener listener, Region region) {
    var address = new HostPort(region.host(), listener.port());
    String name = HealthCheck.ofListener(listener.port());
    try {
      Check check = new TcpCheck(address.host(), address.port());
      if (listener.isTls()) {
        var expected = new TlsExpectation(listener.minimumVersion(), List.of(), List.of());
        TlsOptions options = listener.tls().orElse(region.tls());
        check = tls(address, options, expected);
        speaksTls(address, options, region.name(), /* ours= */ true);
      }
      add(name, region.name(), check, LISTENER_TIMING, Probe.Tells.HEALTH);
    } catch (IllegalArgumentException e) {
      problems.add("the check " + name + ": " + e.getMessage());
    }
  }

  /** Notes that a server of ours speaks TLS. */
  void speaksTls(HostPort address) {
    speaksTls(address, TlsOptions.DEFAULT, observer, /* ours= */ true);
  }

  private void speaksTls(HostPort address, TlsOptions options, String region, boolean ours) {
    tlsServers.merge(address, new TlsServer(options, region, ours), TlsServer::and);
  }

  /** A look at each server that speaks TLS, which tells nothing of its health. */
  void addTls(String name, TlsExpectation expected, Timing timing) {
    tlsServers.forEach(
        (address, server) -> {
          try {
            TlsExpectation asked = server.ours() ? expected : TlsExpectation.NONE;
            Check check = tls(address, server.options(), asked);
            add(name, server.region(), check, timing, Probe.Tells.MEASUREMENTS);
          } catch (IllegalArgumentException e) {
            problems.add("TLS of " + address + ": " + e.getMessage());
          }
        });
  }

  private void add(String name, String region, Check check, Timing timing, Probe.Tells tells) {
    var probe =
        new Probe(
            name,
            region,
            observer,
            check,
            timing.interval(),
            timing.timeout(),
            new Thresholds(timing.healthyThreshold(), timing.unhealthyThreshold()),
            tells);
    if (told.add(List.of(name, check.target(), region))) {
      probes.add(probe);
    }
  }

  private Check check(CheckTarget target, String region, boolean ours) {
    if (target instanceof CheckTarget.Http http) {
      return http(http, region, ours);
    }
    if (target instanceof CheckTarget.Tcp tcp) {
      return new TcpCheck(tcp.address().host(), tcp.address().port());
    }
    if (target instanceof CheckTarget.Tls tls) {
      Check check = tls(tls.address(), tls.tls(), TlsExpectation.NONE);
      speaksTls(tls.address(), tls.tls(), region, ours);
      return check;
    }
    if (target instanceof CheckTarget.Dns dns) {
      return dns(dns);
    }
    var grpc = (CheckTarget.Grpc) target;
    TlsOptions tls = grpc.tls();
    return new GrpcHealthCheck(
        grpc.address().host(),
        grpc.address().port(),
        grpc.service(),
        tls == null ? null : client(tls));
  }

  private Check http(CheckTarget.Http http, String region, boolean ours) {
    var headers = new HashMap<String, String>();
    var secretHeaders = new HashMap<String, Supplier<Secret>>();
    http.headers()
        .forEach(
            (name, value) -> {
              if (value instanceof CheckTarget.HeaderValue.Literal literal) {
                headers.put(name, literal.text());
              } else {
                var hidden = (CheckTarget.HeaderValue.Hidden) value;
                secretHeaders.put(name, secrets.find(hidden.source()));
              }
            });
    TlsClient client = null;
    if (http.isHttps()) {
      client = client(http.tls());
      speaksTls(http.address(), http.tls(), region, ours);
    }
    return new HttpCheck(
        http.url(),
        new HttpRequest(http.method(), headers, secretHeaders),
        http.expect(),
        http.followRedirects() ? Redirects.allowing(http.redirectHosts()) : Redirects.NONE,
        client);
  }

  private Check tls(HostPort address, TlsOptions options, TlsExpectation expected) {
    return new TlsCheck(address.host(), address.port(), client(options), expected, clock);
  }

  private static Check dns(CheckTarget.Dns dns) {
    HostPort named = dns.server();
    InetSocketAddress system = ResolverConfig.getCurrentConfig().server();
    String host =
        named != null ? named.host() : system == null ? "127.0.0.1" : system.getHostString();
    int port = named != null ? named.port() : system == null ? 53 : system.getPort();
    try {
      return new DnsCheck(
          host,
          port,
          Name.fromString(dns.name(), Name.root),
          Type.value(dns.recordType()),
          Rcode.NOERROR,
          dns.answers());
    } catch (TextParseException e) {
      throw new IllegalArgumentException("\"" + dns.name() + "\" is no name: " + e.getMessage(), e);
    }
  }

  /** One for all that have the same options: it holds the trusted certificates. */
  private TlsClient client(TlsOptions options) {
    return clients.computeIfAbsent(options, TlsClient::of);
  }
}
