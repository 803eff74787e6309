package dev.pointsman.agent.collect.plan;

import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.AgentPlan;
import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.collect.Collector;
import dev.pointsman.agent.collect.Poller;
import dev.pointsman.agent.postgres.PostgresCollector;
import dev.pointsman.agent.postgres.PostgresSettings;
import dev.pointsman.agent.redis.RedisClusterCollector;
import dev.pointsman.agent.redis.RedisClusterSettings;
import dev.pointsman.agent.remotewrite.RemoteWritePart;
import dev.pointsman.agent.remotewrite.RemoteWriteSettings;
import dev.pointsman.agent.s3.BackupCollector;
import dev.pointsman.agent.s3.BackupSettings;
import dev.pointsman.agent.s3.CanaryCollector;
import dev.pointsman.agent.s3.CanarySettings;
import dev.pointsman.agent.s3.S3Access;
import dev.pointsman.agent.scrape.ScrapeCollector;
import dev.pointsman.agent.scrape.ScrapeTarget;
import dev.pointsman.agent.scrape.ScrapeTargets;
import dev.pointsman.config.Backup;
import dev.pointsman.config.Cache;
import dev.pointsman.config.HighAvailabilityConfig;
import dev.pointsman.config.Replication;
import dev.pointsman.config.Scrape;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a collecting agent is to do: to ask systems, and to take what a Prometheus sends. */
public final class CollectPlan {

  private final HighAvailabilityConfig config;
  private final String observer;
  private final ConfiguredSecrets secrets;
  private final CollectorRegistry registry;
  private final Clock clock;
  private final List<Collector> collectors = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private CollectPlan(
      HighAvailabilityConfig config,
      String observer,
      Map<String, String> environment,
      CollectorRegistry registry,
      Clock clock) {
    this.config = config;
    this.observer = observer;
    this.secrets = new ConfiguredSecrets(environment);
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * The plan for an observer; without what the configuration does not say how to reach.
   *
   * @param environment where variables are looked up
   * @param registry gets metrics of the agent itself
   */
  public static AgentPlan of(
      HighAvailabilityConfig config,
      String observer,
      Map<String, String> environment,
      CollectorRegistry registry,
      Clock clock) {
    return new CollectPlan(config, observer, environment, registry, clock).plan();
  }

  private AgentPlan plan() {
    add("replication.database", this::database);
    add("cache", this::cache);
    add("backup", this::backups);
    add("replication.storage", this::objects);
    scrapes();
    var parts = new ArrayList<AgentPart>();
    if (!collectors.isEmpty()) {
      parts.add(new Poller(collectors));
    }
    if (config.remoteWrite() != null) {
      parts.add(new RemoteWritePart(RemoteWriteSettings.of(config.remoteWrite(), secrets)));
    }
    return new AgentPlan(parts, problems);
  }

  /** Makes a collector, or null where the configuration asks for none. */
  private interface Maker {
    @Nullable Collector make();
  }

  private void add(String section, Maker maker) {
    try {
      Collector made = maker.make();
      if (made != null) {
        collectors.add(made);
      }
    } catch (IllegalArgumentException e) {
      problems.add(section + ": " + e.getMessage());
    }
  }

  private void scrapes() {
    Scrape scrape = config.scrape();
    if (scrape == null) {
      return;
    }
    try {
      List<ScrapeTarget> targets = ScrapeTargets.of(scrape, secrets);
      collectors.addAll(ScrapeCollector.forAll(targets, observer, clock, registry));
    } catch (IllegalArgumentException e) {
      problems.add("scrape: " + e.getMessage());
    }
  }

  private @Nullable Collector database() {
    Replication replication = config.replication();
    Replication.Database database = replication == null ? null : replication.database();
    PostgresSettings settings =
        database == null ? null : PostgresSettings.of(database, observer, secrets::find);
    return settings == null ? null : new PostgresCollector(settings, clock);
  }

  private @Nullable Collector cache() {
    Cache cache = config.cache();
    RedisClusterSettings settings =
        cache == null ? null : RedisClusterSettings.of(cache, secrets::find);
    return settings == null ? null : new RedisClusterCollector(settings, observer, registry, clock);
  }

  private @Nullable Collector backups() {
    Backup backup = config.backup();
    BackupSettings settings = backup == null ? null : BackupSettings.of(backup, secrets::awsRegion);
    return settings == null
        ? null
        : new BackupCollector(settings, S3Access.byDefaultChain(), observer, clock);
  }

  private @Nullable Collector objects() {
    Replication replication = config.replication();
    Replication.Storage storage = replication == null ? null : replication.storage();
    CanarySettings settings =
        storage == null ? null : CanarySettings.of(storage, secrets::awsRegion);
    return settings == null
        ? null
        : new CanaryCollector(settings, S3Access.byDefaultChain(), observer, clock);
  }
}
