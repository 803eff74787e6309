package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The section {@code scrape}: what {@code pointsman collect} scrapes as Prometheus would. */
public record Scrape(List<Job> jobs) {

  /**
   * Targets that are scraped in the same way.
   *
   * @param name the label {@code job}
   * @param timeout of the whole answer; not longer than the interval
   */
  public record Job(
      String name,
      List<URI> targets,
      Duration interval,
      Duration timeout,
      Naming naming,
      MetricFilter metrics,
      Access access,
      Limits limits) {

    public Job {
      targets = List.copyOf(targets);
    }
  }

  /**
   * What series are called.
   *
   * @param labels added to each
   * @param honorLabels whether a label that the target sets itself stands, rather than ours
   * @param honorTimestamps whether a time that the target names stands, rather than the scrape's
   */
  public record Naming(Map<String, String> labels, boolean honorLabels, boolean honorTimestamps) {

    public Naming {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * How targets are asked.
   *
   * @param redirectHosts to which they may redirect besides their own
   */
  public record Access(
      @Nullable Authorization authorization, TlsOptions tls, List<String> redirectHosts) {

    public Access {
      redirectHosts = List.copyOf(redirectHosts);
    }
  }

  /** Who the agent is to a target. */
  public sealed interface Authorization {

    /** Who shows a token. */
    record Bearer(SecretSource token) implements Authorization {}

    /** Who has a name and a password. */
    record Basic(String username, SecretSource password) implements Authorization {}
  }

  /**
   * How much is taken.
   *
   * @param maxBytes of an answer, unpacked
   * @param maxSeries that are kept of it
   */
  public record Limits(int maxBytes, int maxSeries) {}

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final int DEFAULT_MAX_SERIES = 50_000;
  private static final int DEFAULT_MAX_BYTES = 16 << 20;

  private static final Shape URL =
      Scalars.text(
          "a URL such as http://node-1:9100/metrics", "https?://.+", Scrape::targetComplaint);

  private static final ObjectType AUTHORIZATION =
      ObjectType.of(
          "authorization",
          SecretSource.env("token", "token"),
          SecretSource.file("token", "token"),
          optional("username", Shapes.TEXT, "With a password, in place of a token."),
          SecretSource.env("password", "password"),
          SecretSource.file("password", "password"));

  private static final ObjectType JOB =
      ObjectType.of(
          "a scrape job",
          required("job", Scalars.NAME, "The label job of all that comes from it."),
          required("targets", Shapes.listOf(URL), "URLs; without a path, /metrics is asked for."),
          optional("interval", Scalars.SECONDS, "Between two scrapes; default 30 (seconds)."),
          optional("timeout", Scalars.SECONDS, "Of one scrape; default 10, at most interval."),
          optional(
              "labels",
              new Shape.MapOf("label", Shapes.LABEL_VALUE),
              "Added to every series, such as region."),
          optional(
              "honor_labels", Scalars.TRUTH, "Whether the target's own labels win; default no."),
          optional(
              "honor_timestamps", Scalars.TRUTH, "Whether the target's times count; default yes."),
          required("metrics", Shapes.object(MetricFilter.WITH_KEEP), "What is taken of it."),
          optional("authorization", Shapes.object(AUTHORIZATION), "A token, or a password."),
          optional("tls", Shapes.object(TlsOptions.TYPE), "For https."),
          optional(
              "allow_redirect_hosts", Shapes.listOf(Scalars.HOST), "Besides the target's own."),
          optional("max_bytes", Scalars.SIZE, "Of an answer, unpacked; default 16MB."),
          optional("max_series", Shapes.POSITIVE_WHOLE, "That are kept; default 50000."));

  static final Section<Scrape> SECTION =
      Section.listOf(
          "scrape", "What is scraped from /metrics as Prometheus would.", JOB, Scrape::read);

  public Scrape {
    jobs = List.copyOf(jobs);
  }

  private static @Nullable Scrape read(List<Block> blocks) {
    var names = new Unique("job");
    blocks.forEach(each -> names.check(each, "job"));
    List<@Nullable Job> jobs = blocks.stream().map(Scrape::job).toList();
    return jobs.stream().anyMatch(Objects::isNull) || !blocks.stream().allMatch(Block::sound)
        ? null
        : new Scrape(jobs.stream().map(Objects::requireNonNull).toList());
  }

  private static @Nullable Job job(Block block) {
    requireDifferentTargets(block);
    requireHttpsForTls(block);
    Duration interval = block.seconds("interval", DEFAULT_INTERVAL);
    Duration timeout = block.seconds("timeout", Timing.atMost(interval, DEFAULT_TIMEOUT));
    block.requireTimeoutWithin(interval, timeout);
    var naming =
        new Naming(
            labels(block),
            block.truth("honor_labels", false),
            block.truth("honor_timestamps", true));
    MetricFilter metrics = MetricFilter.read(block.block("metrics"));
    var access =
        new Access(
            authorization(block.block("authorization")),
            TlsOptions.read(block.block("tls"), AgentKind.COLLECT),
            block.texts("allow_redirect_hosts"));
    var limits =
        new Limits(
            ByteLimit.read(block, "max_bytes", DEFAULT_MAX_BYTES),
            block.whole("max_series", DEFAULT_MAX_SERIES));
    String name = block.text("job");
    return block.sound() && name != null
        ? new Job(name, targets(block), interval, timeout, naming, metrics, access, limits)
        : null;
  }

  private static @Nullable String targetComplaint(String text) {
    String complaint = Scalars.urlComplaint(text);
    String parameter = complaint == null ? Scalars.secretParameter(URI.create(text)) : null;
    return parameter == null
        ? complaint
        : "a URL without secrets, which \""
            + parameter
            + "\" seems to be: authorization takes them from a file or the environment";
  }

  /** Prometheus' label instance has no path. */
  private static void requireDifferentTargets(Block block) {
    var first = new HashMap<HostPort, String>();
    for (Node target : block.items("targets")) {
      String url = Nodes.text(target);
      HostPort instance = HostPort.of(URI.create(url.toLowerCase(Locale.ROOT)));
      String other = first.putIfAbsent(instance, url);
      if (url.equals(other)) {
        block.problem(target, "duplicate target " + Nodes.quote(url));
      } else if (other != null) {
        block.problem(
            target,
            "%s and %s have the same label instance, %s: put one into another job"
                .formatted(Nodes.quote(other), Nodes.quote(url), instance));
      }
    }
  }

  private static void requireHttpsForTls(Block block) {
    List<String> targets = block.texts("targets");
    if (block.has("tls")
        && !targets.isEmpty()
        && targets.stream().allMatch(each -> each.regionMatches(true, 0, "http:", 0, 5))) {
      block.keyProblem("tls", "tls is for https, and no target begins with https://");
    }
  }

  private static List<URI> targets(Block block) {
    return block.texts("targets").stream()
        .map(URI::create)
        .map(each -> each.getRawPath().isEmpty() ? each.resolve("/metrics") : each)
        .toList();
  }

  private static Map<String, String> labels(Block block) {
    for (NodeTuple each : block.entries("labels")) {
      String name = Nodes.text(each.getKeyNode());
      if (!MetricFilter.isLabelName(name)) {
        block.problem(each.getKeyNode(), Nodes.quote(name) + " is not a label's name");
      } else if (name.equals("job") || name.equals("observer")) {
        block.problem(each.getKeyNode(), "the label " + name + " is given by the agent");
      }
    }
    return block.texts("labels", text -> text);
  }

  private static @Nullable Authorization authorization(Block block) {
    if (!block.present()) {
      return null;
    }
    SecretSource token = SecretSource.read(block, "token", AgentKind.COLLECT);
    SecretSource password = SecretSource.read(block, "password", AgentKind.COLLECT);
    String username = block.text("username");
    if (token != null && username == null && password == null) {
      return new Authorization.Bearer(token);
    }
    if (token == null && username != null && password != null) {
      return new Authorization.Basic(username, password);
    }
    block.problem("authorization needs a token, or a username and a password, and not both");
    return null;
  }
}
