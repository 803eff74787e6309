package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code health_checks}.
 *
 * @param observer who looks, where the command does not say; null where it must
 * @param endpoints the system's own, one for each region that they are in
 * @param dependencies what the system needs of others
 */
public record HealthChecks(
    @Nullable String observer, List<HealthCheck> endpoints, List<HealthCheck> dependencies) {

  static final ObjectType SECRET =
      ObjectType.of(
          "the value of a header",
          optional("env", Shapes.TEXT, "The environment variable that holds it."),
          optional("file", Shapes.TEXT, "The file that holds it."));

  private static final Shape HEADERS =
      new Shape.MapOf(
          "header",
          new Shape.Either(
              "a text, {env: NAME} or {file: PATH}",
              List.of(Shapes.LABEL_VALUE, Shapes.object(SECRET))));

  private static final Shape STATUS =
      Scalars.numberOrText("a status such as 200 or 2xx", "[1-5](?:[0-9][0-9]|xx)", 100, 599);

  private static final ObjectType EXPECT =
      ObjectType.of(
          "expect",
          optional(
              "status",
              new Shape.Either(
                  "a status such as 200 or 2xx, or a list of them",
                  List.of(STATUS, Shapes.listOf(STATUS))),
              "Default 2xx."),
          optional("body", Scalars.REGEX, "Must be found in the body."),
          optional("not_body", Scalars.REGEX, "Must not be found in the body."),
          optional(
              "headers",
              new Shape.MapOf("header", Scalars.REGEX),
              "Per header, what must be found in its value."));

  private static final String DNS_LABEL = "[!-\\-/-\\[\\]-~]{1,63}";
  private static final String DNS_PATTERN =
      "\\.|" + DNS_LABEL + "(?:\\." + DNS_LABEL + ")*\\.?"; // RFC 1035, without escapes
  private static final int LONGEST_DNS_NAME = 253;

  private static final Shape DNS_NAME =
      Scalars.text(
          "a name of DNS, such as api.example.com",
          DNS_PATTERN,
          text ->
              text.matches(DNS_PATTERN) && text.replaceAll("\\.$", "").length() <= LONGEST_DNS_NAME
                  ? null
                  : "a name of DNS, such as api.example.com, not " + Nodes.quote(text));

  /** What a check may have, whatever its type. */
  static final ObjectType CHECK =
      ObjectType.of(
          "a health check",
          required("name", Scalars.NAME, "The label check; unique in health_checks."),
          optional(
              "type",
              Shapes.oneOf("http", "https", "tcp", "tls", "dns", "grpc"),
              "Default: http with a url, dns with a dns, else tcp."),
          optional(
              "url",
              Shapes.TEXT,
              "For http: absolute, or a path that is asked for on each region's base_url."),
          optional("host", Scalars.HOST, "For tcp, tls, grpc; default: of each region's base_url."),
          optional("hosts", new Shape.MapOf("region", Scalars.HOST), "A host for each region."),
          optional("port", Scalars.PORT, "For tcp, grpc, and tls (there default 443)."),
          optional("region", Scalars.NAME, "Where it is; default: in every region."),
          Timing.INTERVAL,
          Timing.TIMEOUT,
          Timing.HEALTHY_THRESHOLD,
          Timing.UNHEALTHY_THRESHOLD,
          optional("method", Shapes.oneOf("GET", "HEAD", "OPTIONS", "POST"), "Default GET."),
          optional("headers", HEADERS, "What is sent; a secret as {env: NAME} or {file: PATH}."),
          optional("expect", Shapes.object(EXPECT), "What a good answer is like."),
          optional(
              "follow_redirects",
              Scalars.TRUTH,
              "To the same scheme and host; default yes. With no, a redirect is the answer."),
          optional(
              "allow_redirect_hosts",
              Shapes.listOf(Scalars.HOST),
              "Other hosts to which a redirect may lead."),
          optional(
              "tls", Shapes.object(TlsOptions.TYPE), "Certificates; with grpc, that TLS is used."),
          optional("dns", DNS_NAME, "For dns: the name that is asked for."),
          optional(
              "record_type",
              Shapes.oneOf("A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"),
              "For dns; default A."),
          optional(
              "server", HostPort.WITH_PORT_OR_NOT, "For dns: who is asked; default: the system's."),
          optional(
              "answers", Shapes.listOf(Shapes.TEXT), "For dns: what must be among the answers."),
          optional("service", Shapes.TEXT, "For grpc; default: the server as a whole."));

  static final Section<HealthChecks> SECTION =
      Section.of(
          "health_checks",
          "What is probed.",
          ObjectType.of(
              "health_checks",
              optional("observer", Scalars.NAME, "Who looks; --observer goes before it."),
              optional("endpoints", Shapes.objects(CHECK), "The system's own."),
              optional("dependencies", Shapes.objects(CHECK), "What it needs of others.")),
          HealthChecks::read);

  public HealthChecks {
    endpoints = List.copyOf(endpoints);
    dependencies = List.copyOf(dependencies);
  }

  private static @Nullable HealthChecks read(Block block) {
    var names = new Unique("health check");
    List<HealthCheck> endpoints = checks(block.blocks("endpoints"), names, true);
    List<HealthCheck> dependencies = checks(block.blocks("dependencies"), names, false);
    return block.sound() ? new HealthChecks(block.text("observer"), endpoints, dependencies) : null;
  }

  private static List<HealthCheck> checks(List<Block> blocks, Unique names, boolean ours) {
    return blocks.stream()
        .flatMap(
            each -> {
              names.check(each, "name");
              HealthCheck.requireOwnName(each);
              List<HealthCheck> checks = new HealthCheckReader(each, ours).read();
              each.reading().requireDifferent(each, checks);
              return checks.stream();
            })
        .toList();
  }
}
