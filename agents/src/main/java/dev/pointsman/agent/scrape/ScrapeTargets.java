package dev.pointsman.agent.scrape;

import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.agent.scrape.ScrapeTarget.Limits;
import dev.pointsman.agent.scrape.ScrapeTarget.Naming;
import dev.pointsman.agent.scrape.ScrapeTarget.Pace;
import dev.pointsman.config.Scrape;
import dev.pointsman.config.Scrape.Job;
import dev.pointsman.event.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The targets that a configuration names. */
public final class ScrapeTargets {

  private ScrapeTargets() {}

  /** All targets of all jobs. */
  public static List<ScrapeTarget> of(Scrape config, ConfiguredSecrets secrets) {
    return config.jobs().stream().flatMap(job -> of(job, secrets)).toList();
  }

  private static Stream<ScrapeTarget> of(Job job, ConfiguredSecrets secrets) {
    var pace = new Pace(job.interval(), job.timeout());
    Scrape.Naming names = job.naming();
    var naming =
        new Naming(Labels.of(names.labels()), names.honorLabels(), names.honorTimestamps());
    var metrics = new MetricSelection(job.metrics());
    Set<String> hosts =
        job.access().redirectHosts().stream()
            .map(each -> each.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    var access =
        new Access(authorization(job.access().authorization(), secrets), job.access().tls(), hosts);
    var limits = new Limits(job.limits().maxBytes(), job.limits().maxSeries());
    return job.targets().stream()
        .map(url -> new ScrapeTarget(job.name(), url, pace, naming, metrics, access, limits));
  }

  private static @Nullable Authorization authorization(
      Scrape.@Nullable Authorization config, ConfiguredSecrets secrets) {
    if (config instanceof Scrape.Authorization.Bearer bearer) {
      return new Authorization.Bearer(secrets.find(bearer.token()));
    }
    if (config instanceof Scrape.Authorization.Basic basic) {
      return new Authorization.Basic(basic.username(), secrets.find(basic.password()));
    }
    return null;
  }
}
