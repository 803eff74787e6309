package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The sections scrape and remote_write. */
class PrometheusSectionsTest {

  @Test
  void aJobNeedsItsNameItsTargetsAndWhatIsKept() {
    Scrape.Job job =
        job(
            """
            scrape:
              - job: node
                targets: [http://node-1:9100, "https://node-2/m?x=1"]
                metrics: {keep: ["node_.*"]}
            """);
    assertThat(job.name()).isEqualTo("node");
    assertThat(job.targets())
        .containsExactly(
            URI.create("http://node-1:9100/metrics"), URI.create("https://node-2/m?x=1"));
    assertThat(job.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(job.naming()).isEqualTo(new Scrape.Naming(Map.of(), false, true));
    assertThat(job.metrics().keep()).containsExactly("node_.*");
    assertThat(job.access()).isEqualTo(new Scrape.Access(null, TlsOptions.DEFAULT, List.of()));
    assertThat(job.limits()).isEqualTo(new Scrape.Limits(16 << 20, 50_000));
  }

  @Test
  void everythingElseCanBeSaid() {
    Scrape.Job job =
        job(
            """
            scrape:
              - job: api
                targets: [https://api:8000/metrics]
                interval: 5
                timeout: 2s
                labels: {region: us-west-2, shard: 1}
                honor_labels: yes
                honor_timestamps: no
                metrics:
                  keep: ["http_.*", up]
                  drop: [".*_bucket"]
                  rename: {"http_(.*)": web_$1, ".*": other}
                  drop_labels: [pod_hash]
                  rename_labels: {dc: region}
                authorization: {username: agent, password_file: secrets/password}
                tls: {ca_file: ca.pem, server_name: api.internal}
                allow_redirect_hosts: [api-2]
                max_bytes: 1MB
                max_series: 100
            """);
    assertThat(job.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(job.naming())
        .isEqualTo(new Scrape.Naming(Map.of("region", "us-west-2", "shard", "1"), true, false));
    assertThat(job.metrics().rename().keySet()).containsExactly("http_(.*)", ".*");
    assertThat(job.metrics().dropLabels()).containsExactly("pod_hash");
    assertThat(job.metrics().renameLabels()).isEqualTo(Map.of("dc", "region"));
    assertThat(job.access().authorization())
        .isEqualTo(
            new Scrape.Authorization.Basic(
                "agent", new SecretSource.File(Path.of("conf/secrets/password"))));
    assertThat(job.access().tls().caFile()).isEqualTo(Path.of("conf/ca.pem"));
    assertThat(job.access().redirectHosts()).containsExactly("api-2");
    assertThat(job.limits()).isEqualTo(new Scrape.Limits(1 << 20, 100));
  }

  @Test
  void anIntervalShorterThanTheDefaultTimeoutShortensIt() {
    Scrape.Job job =
        job("scrape: [{job: a, targets: [http://a], interval: 5, metrics: {keep: [a]}}]\n");
    assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aTokenIsEnough() {
    Scrape.Job job =
        job(
            "scrape: [{job: a, targets: [http://a], metrics: {keep: [a]},"
                + " authorization: {token_env: TOKEN}}]\n");
    assertThat(job.access().authorization())
        .isEqualTo(new Scrape.Authorization.Bearer(new SecretSource.Variable("TOKEN")));
  }

  @Test
  void remoteWriteNeedsOnlyWhereItListens() {
    RemoteWrite section =
        Objects.requireNonNull(
            load("remote_write: {listen: \"127.0.0.1:9095\"}\n").config().remoteWrite());
    assertThat(section)
        .isEqualTo(
            new RemoteWrite(
                new HostPort("127.0.0.1", 9095),
                "/api/v1/write",
                MetricFilter.EVERYTHING,
                null,
                8 << 20));
  }

  @Test
  void whereOthersCanWriteATokenIsNeeded() {
    assertThat(problems("remote_write: {listen: \"0.0.0.0:9095\"}\n"))
        .containsExactly(
            "conf/ha.yaml:1:24: where others than this machine can write, token_env or token_file"
                + " is needed: what they write can start a failover");
    assertThat(problems("remote_write: {listen: \"0.0.0.0:9095\", token_env: TOKEN}\n")).isEmpty();
    assertThat(problems("remote_write: {listen: \"[::1]:9095\"}\n")).isEmpty();
    assertThat(problems("remote_write: {listen: \"localhost:9095\"}\n")).isEmpty();
  }

  private static Scrape.Job job(String yaml) {
    return Objects.requireNonNull(load(yaml).config().scrape()).jobs().get(0);
  }

  private static List<String> problems(String yaml) {
    return load(yaml).problems().stream().map(Object::toString).toList();
  }

  private static ConfigResult load(String yaml) {
    return ConfigLoader.loadTexts(Map.of("conf/ha.yaml", yaml));
  }
}
