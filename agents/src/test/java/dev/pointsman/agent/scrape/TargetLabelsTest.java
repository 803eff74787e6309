package dev.pointsman.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.agent.scrape.ScrapeTarget.Limits;
import dev.pointsman.agent.scrape.ScrapeTarget.Naming;
import dev.pointsman.agent.scrape.ScrapeTarget.Pace;
import dev.pointsman.event.Labels;
import java.net.URI;
import org.junit.jupiter.api.Test;

class TargetLabelsTest {

  @Test
  void eachSeriesSaysWhereItIsFromAndWhoLooked() {
    assertThat(labels("http://db-1:9187/metrics", false).on(Labels.of("datname", "orders")))
        .isEqualTo(
            Labels.of(
                "datname", "orders",
                "instance", "db-1:9187",
                "job", "db",
                "observer", "us-east-1",
                "region", "us-west-2"));
  }

  @Test
  void theInstanceHasTheSchemesPortWhereTheUrlHasNone() {
    assertThat(labels("http://a/metrics", false).own().get("instance")).isEqualTo("a:80");
    assertThat(labels("https://a/metrics", false).own().get("instance")).isEqualTo("a:443");
    assertThat(labels("http://[::1]:9/", false).own().get("instance")).isEqualTo("[::1]:9");
  }

  @Test
  void aLabelThatTheTargetSetsItselfGoesOnAsExported() {
    Labels theirs = Labels.of("job", "batch", "exported_job", "deep", "region", "mars");
    assertThat(labels("http://a:1/", false).on(theirs))
        .isEqualTo(
            Labels.of(
                "exported_exported_job", "batch",
                "exported_job", "deep",
                "exported_region", "mars",
                "instance", "a:1",
                "job", "db",
                "observer", "us-east-1",
                "region", "us-west-2"));
  }

  @Test
  void aLabelThatIsHonoredStands() {
    assertThat(labels("http://a:1/", true).on(Labels.of("job", "batch")))
        .isEqualTo(
            Labels.of(
                "instance", "a:1",
                "job", "batch",
                "observer", "us-east-1",
                "region", "us-west-2"));
  }

  @Test
  void aUrlMustNotHoldAPassword() {
    assertThatThrownBy(() -> labels("http://user:geheim@a/", false))
        .hasMessageContaining("use authorization")
        .hasMessageNotContaining("geheim");
  }

  private static TargetLabels labels(String url, boolean honor) {
    var naming = new Naming(Labels.of("region", "us-west-2"), honor, true);
    var target =
        new ScrapeTarget(
            "db",
            URI.create(url),
            Pace.DEFAULT,
            naming,
            MetricSelection.EVERYTHING,
            Access.DEFAULT,
            Limits.DEFAULT);
    return TargetLabels.of(target, "us-east-1");
  }
}
