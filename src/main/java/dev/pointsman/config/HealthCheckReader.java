package dev.pointsman.config;

import com.google.re2j.Pattern;
import dev.pointsman.config.CheckTarget.Expectation;
import dev.pointsman.config.CheckTarget.HeaderValue;
import dev.pointsman.config.CheckTarget.StatusRange;
import dev.pointsman.yaml.Nodes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Makes one entry of {@code health_checks} into the checks of all the regions it is in. */
final class HealthCheckReader {

  private enum Type {
    HTTP,
    HTTPS,
    TCP,
    TLS,
    DNS,
    GRPC;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Set<Type> WEB = EnumSet.of(Type.HTTP, Type.HTTPS);
  private static final Set<Type> SOCKET = EnumSet.of(Type.TCP, Type.TLS, Type.GRPC);

  /** The types that a key is for; a key that is not here is for all of them. */
  private static final Map<String, Set<Type>> TYPES_BY_KEY =
      Map.ofEntries(
          Map.entry("url", WEB),
          Map.entry("method", WEB),
          Map.entry("headers", WEB),
          Map.entry("expect", WEB),
          Map.entry("follow_redirects", WEB),
          Map.entry("allow_redirect_hosts", WEB),
          Map.entry("host", SOCKET),
          Map.entry("hosts", SOCKET),
          Map.entry("port", SOCKET),
          Map.entry("tls", EnumSet.of(Type.HTTP, Type.HTTPS, Type.TLS, Type.GRPC)),
          Map.entry("dns", EnumSet.of(Type.DNS)),
          Map.entry("record_type", EnumSet.of(Type.DNS)),
          Map.entry("server", EnumSet.of(Type.DNS)),
          Map.entry("answers", EnumSet.of(Type.DNS)),
          Map.entry("service", EnumSet.of(Type.GRPC)));

  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "cookie", "proxy-authorization", "x-api-key");

  /** Those by which HTTP/1.1 tells where a request ends, and what becomes of the connection. */
  private static final Set<String> FRAMING_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final int TLS_PORT = 443;
  private static final int DNS_PORT = 53;

  private final Block block;
  private final boolean ours;
  private final String name;
  private final Type type;
  private final TlsOptions tls;
  private final List<HealthCheck> checks = new ArrayList<>();

  /**
   * @param ours whether it is in each region; a dependency is outside
   */
  HealthCheckReader(Block block, boolean ours) {
    this.block = block;
    this.ours = ours;
    this.name = block.text("name", "");
    this.type = type();
    this.tls = TlsOptions.read(block.block("tls"), AgentKind.PROBE);
  }

  /** The checks; of no meaning where the block is not sound. */
  List<HealthCheck> read() {
    if (!block.isSound("type")) {
      return List.of();
    }
    TYPES_BY_KEY.forEach(
        (key, types) -> {
          if (block.has(key) && !types.contains(type)) {
            block.keyProblem(
                key, "%s is for %s, not for %s".formatted(key, names(types), type.text()));
          }
        });
    if (ours) {
      RegionName.read(block, "region");
    }
    Timing timing = timing();
    switch (type) {
      case HTTP, HTTPS -> http(timing);
      case TCP -> sockets(timing, (at, used) -> new CheckTarget.Tcp(at));
      case TLS -> sockets(timing, CheckTarget.Tls::new);
      case GRPC ->
          sockets(
              timing,
              (at, used) ->
                  new CheckTarget.Grpc(
                      at, block.text("service", ""), block.has("tls") ? used : null));
      case DNS -> dns(timing);
    }
    return checks;
  }

  private Type type() {
    String written = block.text("type");
    if (written != null) {
      return Type.valueOf(written.toUpperCase(Locale.ROOT));
    }
    if (block.has("url")) {
      return Type.HTTP;
    }
    if (block.has("dns")) {
      return Type.DNS;
    }
    return block.has("port") ? Type.TCP : Type.HTTP;
  }

  private Timing timing() {
    Regions.FailoverCheck check = block.reading().failoverCheck();
    Duration interval = check == null ? Regions.DEFAULT_INTERVAL : check.interval();
    Duration timeout = check == null ? Regions.DEFAULT_TIMEOUT : check.timeout();
    return Timing.read(block, interval, timeout);
  }

  private void http(Timing timing) {
    Map<String, HeaderValue> headers = headers();
    Expectation expect = expectation(block.block("expect"));
    if (!block.has("url")) {
      block.problem(
          block.has("type")
              ? "the type " + type.text() + " needs the key \"url\""
              : "a health check needs one of the keys url, port and dns");
    }
    if (block.has("allow_redirect_hosts") && !block.truth("follow_redirects", true)) {
      block.keyProblem(
          "allow_redirect_hosts", "allow_redirect_hosts has no use with follow_redirects: no");
    }
    String url = block.text("url");
    if (url == null) {
      return;
    }
    BiFunction<URI, TlsOptions, CheckTarget> target =
        (at, used) ->
            new CheckTarget.Http(
                at,
                block.text("method", "GET"),
                headers,
                expect,
                block.truth("follow_redirects", true),
                Set.copyOf(block.texts("allow_redirect_hosts")),
                used);
    if (!url.startsWith("/")) {
      String complaint = Scalars.urlComplaint(url);
      if (complaint != null) {
        block.problem("url", "url must be a path, or " + complaint);
      } else if (type == Type.HTTPS && !url.regionMatches(true, 0, "https:", 0, 6)) {
        block.problem("url", "the type https needs a url that begins with https://");
      } else if (block.has("tls") && url.regionMatches(true, 0, "http:", 0, 5)) {
        block.keyProblem("tls", "tls is for https, and the url begins with http://");
      } else {
        noticeSecret(URI.create(url));
        add(block.text("region"), target.apply(URI.create(url), tls), timing);
      }
      return;
    }
    if (!ours) {
      block.problem("url", "a dependency is outside: its url must begin with http:// or https://");
      return;
    }
    if (!HttpPath.isPath(url)) {
      block.problem("url", "url must be " + HttpPath.SHAPE.expected() + ", or absolute");
      return;
    }
    noticeSecret(URI.create(url));
    TlsOptions.requireHttpsSomewhere(block);
    for (Region region : regions("url", url)) {
      add(region.name(), target.apply(region.resolve(url), tls.orElse(region.tls())), timing);
    }
  }

  private void noticeSecret(URI url) {
    String parameter = Scalars.secretParameter(url);
    if (parameter != null) {
      block.notice(
          "url",
          "\"%s\" seems to be a secret; a header can have it from the environment or a file"
              .formatted(parameter));
    }
  }

  private void dns(Timing timing) {
    String asked = block.text("dns");
    if (asked == null) {
      if (!block.has("dns")) {
        block.problem("the type dns needs the key \"dns\", the name that is asked for");
      }
      return;
    }
    var target =
        new CheckTarget.Dns(
            asked,
            block.text("record_type", "A"),
            block.as("server", text -> HostPort.parse(text, DNS_PORT)),
            block.texts("answers"));
    add(block.text("region"), target, timing);
  }

  private void sockets(Timing timing, BiFunction<HostPort, TlsOptions, CheckTarget> target) {
    if (!block.has("port") && type != Type.TLS) {
      block.problem("the type " + type.text() + " needs the key \"port\"");
    }
    int port = block.whole("port", TLS_PORT);
    if (block.has("hosts")) {
      for (String other : List.of("host", "region")) {
        if (block.has(other)) {
          block.keyProblem(other, other + " does not go with hosts, which names its regions");
        }
      }
      RegionName.entries(block, "hosts")
          .forEach(
              (region, host) ->
                  add(region, target.apply(new HostPort(Nodes.text(host), port), tls), timing));
    } else if (block.has("host")) {
      String host = block.text("host");
      if (host != null) {
        add(block.text("region"), target.apply(new HostPort(host, port), tls), timing);
      }
    } else if (!ours) {
      block.problem("a dependency is outside: the type " + type.text() + " needs a host");
    } else {
      for (Region region : regions("port", "port " + port)) {
        var at = new HostPort(region.host(), port);
        add(region.name(), target.apply(at, tls.orElse(region.tls())), timing);
      }
    }
  }

  private void add(@Nullable String region, CheckTarget target, Timing timing) {
    checks.add(new HealthCheck(name, region, target, timing));
  }

  /** The regions with a base URL in which something relative is; those without are missing it. */
  private List<Region> regions(String key, String what) {
    return block.reading().placesOf(block, key, block.text("region"), what);
  }

  private Map<String, HeaderValue> headers() {
    var headers = new LinkedHashMap<String, HeaderValue>();
    var names = new HashSet<String>();
    for (NodeTuple each : block.entries("headers")) {
      String header = Nodes.text(each.getKeyNode());
      if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        block.problem(each.getKeyNode(), Nodes.quote(header) + " is not the name of a header");
      } else if (FRAMING_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
        block.problem(each.getKeyNode(), header + " is set by the agent, which frames the request");
      } else if (!names.add(header.toLowerCase(Locale.ROOT))) {
        block.problem(each.getKeyNode(), "the header " + header + " stands twice");
      }
      HeaderValue value = headerValue(header, each.getValueNode());
      if (value != null) {
        headers.put(header, value);
      }
    }
    return headers;
  }

  private @Nullable HeaderValue headerValue(String header, Node node) {
    if (!(node instanceof MappingNode)) {
      String text = Nodes.text(node);
      if (SECRET_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
        block.problem(
            node, header + " must be {env: NAME} or {file: PATH}: secrets do not belong here");
      } else if (!text.chars().allMatch(each -> each >= ' ' && each < 127)) {
        block.problem(node, header + " must be printable ASCII");
      }
      return new HeaderValue.Literal(text);
    }
    Block secret = block.read(node, HealthChecks.SECRET);
    String variable = secret.text("env");
    Path file = secret.path("file");
    if ((variable == null) == (file == null) && secret.sound()) {
      secret.problem("a secret is either {env: NAME} or {file: PATH}");
    }
    SecretSource source = SecretSource.of(variable, file);
    if (source == null) {
      return null;
    }
    String key = variable == null ? "file" : "env";
    secret.outside(AgentKind.PROBE, key, header, new Outside.Secret(source));
    return new HeaderValue.Hidden(source);
  }

  private static Expectation expectation(Block block) {
    List<StatusRange> status = block.texts("status").stream().map(StatusRange::of).toList();
    return new Expectation(
        status.isEmpty() ? Expectation.SUCCESS.status() : status,
        block.as("body", Pattern::compile),
        block.as("not_body", Pattern::compile),
        block.texts("headers", Pattern::compile));
  }

  private static String names(Set<Type> types) {
    return types.stream().map(Type::text).collect(Collectors.joining(", "));
  }
}
