package dev.pointsman.agent.probe.plan;

import dev.pointsman.agent.probe.Check;
import dev.pointsman.agent.probe.Probe;
import dev.pointsman.agent.probe.TcpCheck;
import dev.pointsman.agent.probe.Thresholds;
import dev.pointsman.agent.probe.dns.DnsCheck;
import dev.pointsman.agent.probe.grpc.GrpcHealthCheck;
import dev.pointsman.agent.probe.http.HeaderSecret;
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
import dev.pointsman.config.SecretSource;
import dev.pointsman.config.Timing;
import dev.pointsman.config.TlsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private final Map<String, String> environment;
  private final Clock clock;
  private final List<Probe> probes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<TlsOptions, TlsClient> clients = new HashMap<>();

  /** What speaks TLS and where, each once; the value is its region. */
  private final Map<TlsServer, String> tlsServers = new LinkedHashMap<>();

  private record TlsServer(HostPort address, TlsOptions options) {}

  ProbeMaker(String observer, Map<String, String> environment, Clock clock) {
    this.observer = observer;
    this.environment = environment;
    this.clock = clock;
  }

  List<Probe> probes() {
    return probes;
  }

  List<String> problems() {
    return problems;
  }

  void add(HealthCheck each) {
    try {
      Check check = check(each.target(), each.region());
      add(each.name(), each.region(), check, each.timing(), Probe.Tells.HEALTH);
    } catch (IllegalArgumentException e) {
      problems.add("the check " + each.name() + ": " + e.getMessage());
    }
  }

  /** A port that clients of a region come to. */
  void addListener(RegionalBalancer.Listener listener, Region region) {
    var address = new HostPort(region.host(), listener.port());
    Check check = new TcpCheck(address.host(), address.port());
    if (listener.isTls()) {
      var expected = new TlsExpectation(listener.minimumVersion(), List.of(), List.of());
      check = tls(address, TlsOptions.DEFAULT, expected);
      speaksTls(address, TlsOptions.DEFAULT, region.name());
    }
    add("listener-" + listener.port(), region.name(), check, LISTENER_TIMING, Probe.Tells.HEALTH);
  }

  /** Notes that a server speaks TLS. */
  void speaksTls(HostPort address, TlsOptions options, @Nullable String region) {
    tlsServers.putIfAbsent(new TlsServer(address, options), region == null ? observer : region);
  }

  /** A look at each server that speaks TLS, which tells nothing of its health. */
  void addTls(String name, TlsExpectation expected, Timing timing) {
    tlsServers.forEach(
        (server, region) -> {
          try {
            Check check = tls(server.address(), server.options(), expected);
            add(name, region, check, timing, Probe.Tells.MEASUREMENTS);
          } catch (IllegalArgumentException e) {
            problems.add("TLS of " + server.address() + ": " + e.getMessage());
          }
        });
  }

  private void add(
      String name, @Nullable String region, Check check, Timing timing, Probe.Tells tells) {
    probes.add(
        new Probe(
            name,
            region == null ? observer : region,
            observer,
            check,
            timing.interval(),
            timing.timeout(),
            new Thresholds(timing.healthyThreshold(), timing.unhealthyThreshold()),
            tells));
  }

  private Check check(CheckTarget target, @Nullable String region) {
    if (target instanceof CheckTarget.Http http) {
      return http(http, region);
    }
    if (target instanceof CheckTarget.Tcp tcp) {
      return new TcpCheck(tcp.address().host(), tcp.address().port());
    }
    if (target instanceof CheckTarget.Tls tls) {
      Check check = tls(tls.address(), tls.tls(), TlsExpectation.NONE);
      speaksTls(tls.address(), tls.tls(), region);
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

  private Check http(CheckTarget.Http http, @Nullable String region) {
    var headers = new HashMap<String, String>();
    var secrets = new HashMap<String, Supplier<HeaderSecret>>();
    http.headers()
        .forEach(
            (name, value) -> {
              if (value instanceof CheckTarget.HeaderValue.Literal literal) {
                headers.put(name, literal.text());
              } else {
                Supplier<HeaderSecret> secret =
                    secret(((CheckTarget.HeaderValue.Hidden) value).source());
                var unused = secret.get(); // tells now what cannot be read
                secrets.put(name, secret);
              }
            });
    TlsClient client = null;
    if ("https".equalsIgnoreCase(http.url().getScheme())) {
      client = client(http.tls());
      int port = http.url().getPort() < 0 ? 443 : http.url().getPort();
      String host = http.url().getHost().replaceAll("^\\[|]$", "");
      speaksTls(new HostPort(host, port), http.tls(), region);
    }
    return new HttpCheck(
        http.url(),
        new HttpRequest(http.method(), headers, secrets),
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

  private Supplier<HeaderSecret> secret(SecretSource source) {
    if (source instanceof SecretSource.Variable variable) {
      String value = environment.get(variable.name());
      if (value == null) {
        throw new IllegalArgumentException("the variable " + variable.name() + " is not set");
      }
      HeaderSecret secret = secret("the variable " + variable.name(), value);
      return () -> secret;
    }
    Path file = ((SecretSource.File) source).path();
    return () -> {
      try {
        return secret("the file " + file, Files.readString(file)); // tokens in files are renewed
      } catch (IOException e) {
        throw new IllegalArgumentException("the file " + file + " cannot be read", e);
      }
    };
  }

  private static HeaderSecret secret(String place, String text) {
    try {
      return HeaderSecret.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
