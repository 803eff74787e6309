package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.Key;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code regions}.
 *
 * @param all in the document's order, the primary first
 * @param failoverMode what the document says, or null
 * @param failoverCheck how regions are checked for the failover, or null
 */
public record Regions(
    List<Region> all, @Nullable FailoverMode failoverMode, @Nullable FailoverCheck failoverCheck) {

  /** Who decides on a failover. */
  public enum FailoverMode {
    AUTOMATIC,
    MANUAL,
    DRY_RUN
  }

  /**
   * How a region is checked for the failover.
   *
   * @param path what is asked for in each region, or null: the load balancer's, and where that has
   *     none either, whether {@code /} is answered at all
   * @param threshold failures after which a region is taken for down
   * @param tls how it is asked over https; where it says nothing, as the load balancer asks
   */
  public record FailoverCheck(
      @Nullable String path, Duration interval, Duration timeout, int threshold, TlsOptions tls) {}

  static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final Key[] REGION_KEYS = {
    required("name", Scalars.NAME, "Such as us-west-2: the label region of what is read there."),
    optional("availability_zones", Shapes.listOf(Shapes.TEXT), "The zones it has."),
    optional(
        "base_url",
        Scalars.BASE_URL,
        "Where the system is to be found in this region: what relative urls, the load balancer's"
            + " path and bare ports are relative to."),
    optional(
        "tls",
        Shapes.object(TlsOptions.TYPE),
        "Certificates, for all that is relative to the base_url and has no tls of its own.")
  };

  private static final ObjectType FAILOVER_CHECK =
      ObjectType.of(
          "regions.failover.health_check",
          optional(
              "path",
              HttpPath.SHAPE,
              "Default: the load balancer's path, else / with any status below 500."),
          optional("interval", Scalars.SECONDS, "Between two checks; default 30 s."),
          optional("timeout", Scalars.SECONDS, "Of one check; default 10 s."),
          optional("threshold", Shapes.POSITIVE_WHOLE, "Failures in a row that make it down."),
          optional(
              "tls",
              Shapes.object(TlsOptions.TYPE),
              "Certificates; default: the load balancer's, else the region's."));

  private static final ObjectType FAILOVER =
      ObjectType.of(
          "regions.failover",
          optional(
              "mode", Shapes.oneOf("automatic", "manual", "dry_run"), "Who decides on a failover."),
          optional("health_check", Shapes.object(FAILOVER_CHECK), "How regions are checked."));

  static final Section<Regions> SECTION =
      Section.of(
          "regions",
          "Where the system runs, and how it fails over.",
          ObjectType.of(
              "regions",
              required("primary", region("primary"), "The region that serves."),
              optional("secondary", region("secondary"), "The region that takes over."),
              optional(
                  "additional",
                  Shapes.objects(ObjectType.of("an additional region", REGION_KEYS)),
                  "A third site, and more."),
              optional("failover", Shapes.object(FAILOVER), "How it fails over.")),
          Regions::read);

  public Regions {
    all = List.copyOf(all);
  }

  private static Shape region(String role) {
    return Shapes.object(ObjectType.of("regions." + role, REGION_KEYS));
  }

  private static @Nullable Regions read(Block block) {
    var names = new Unique("region");
    var all = new ArrayList<Region>();
    add(block.block("primary"), Region.Role.PRIMARY, names, all);
    add(block.block("secondary"), Region.Role.SECONDARY, names, all);
    block.blocks("additional").forEach(each -> add(each, Region.Role.ADDITIONAL, names, all));
    block.reading().knowAllRegions(block.sound());
    Block failover = block.block("failover");
    FailoverCheck check = failoverCheck(failover.block("health_check"));
    FailoverMode mode =
        failover.as("mode", text -> FailoverMode.valueOf(text.toUpperCase(Locale.ROOT)));
    return block.sound() ? new Regions(all, mode, check) : null;
  }

  private static void add(Block block, Region.Role role, Unique names, List<Region> all) {
    names.check(block, "name");
    String name = block.text("name");
    if (block.sound() && name != null) {
      URI base = block.as("base_url", text -> URI.create(text.replaceAll("/+$", "")));
      TlsOptions tls = TlsOptions.read(block.block("tls"), AgentKind.PROBE);
      if (block.has("tls") && base == null) {
        block.keyProblem("tls", "tls is for what is relative to the base_url, and there is none");
      }
      var region = new Region(name, role, block.texts("availability_zones"), base, tls);
      block.reading().know(region, block);
      all.add(region);
    }
  }

  private static @Nullable FailoverCheck failoverCheck(Block block) {
    Duration interval = block.seconds("interval", DEFAULT_INTERVAL);
    Duration timeout = block.seconds("timeout", Timing.atMost(interval, DEFAULT_TIMEOUT));
    block.requireTimeoutWithin(interval, timeout);
    TlsOptions tls = TlsOptions.read(block.block("tls"), AgentKind.PROBE);
    TlsOptions.requireHttpsSomewhere(block);
    int threshold = block.whole("threshold", Timing.DEFAULT_UNHEALTHY_THRESHOLD);
    if (!block.present() || !block.sound()) {
      return null;
    }
    var check = new FailoverCheck(block.text("path"), interval, timeout, threshold, tls);
    block.reading().know(check);
    block.reading().placesOf(block, "path", null, "regions.failover.health_check");
    return check;
  }
}
