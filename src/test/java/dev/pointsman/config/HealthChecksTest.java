package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pointsman.config.CheckTarget.Dns;
import dev.pointsman.config.CheckTarget.Grpc;
import dev.pointsman.config.CheckTarget.HeaderValue;
import dev.pointsman.config.CheckTarget.Http;
import dev.pointsman.config.CheckTarget.StatusRange;
import dev.pointsman.config.CheckTarget.Tcp;
import dev.pointsman.config.CheckTarget.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthChecksTest {

  private static final String REGIONS =
      """
      regions:
        primary: {name: us-west-2, base_url: "https://west.example.com/"}
        secondary: {name: us-east-1, base_url: "http://10.0.0.1:8080/app"}
        additional: [{name: eu-west-1, base_url: "https://[2001:db8::1]"}]
      """;

  @Test
  void aPathIsAskedForInEveryRegion() {
    assertThat(endpoints("{name: api, url: /api/health}"))
        .extracting(HealthCheck::region, each -> ((Http) each.target()).url())
        .containsExactly(
            tuple("us-west-2", URI.create("https://west.example.com/api/health")),
            tuple("us-east-1", URI.create("http://10.0.0.1:8080/app/api/health")),
            tuple("eu-west-1", URI.create("https://[2001:db8::1]/api/health")));
  }

  @Test
  void aPortIsConnectedToInEveryRegion() {
    assertThat(endpoints("{name: database, port: 5432}"))
        .extracting(HealthCheck::target)
        .containsExactly(
            new Tcp(new HostPort("west.example.com", 5432)),
            new Tcp(new HostPort("10.0.0.1", 5432)),
            new Tcp(new HostPort("2001:db8::1", 5432)));
  }

  @Test
  void aRegionNarrowsItDown() {
    assertThat(endpoints("{name: api, url: /, region: us-east-1}"))
        .extracting(HealthCheck::region)
        .containsExactly("us-east-1");
  }

  @Test
  void anAbsoluteUrlStandsOnceAndForTheObserversRegion() {
    assertThat(endpoints("{name: api, url: 'https://example.com/?a=b'}"))
        .extracting(HealthCheck::region)
        .containsExactly((String) null);
  }

  @Test
  void hostsSayWhereItIsInEachRegion() {
    List<HealthCheck> checks =
        endpoints("{name: db, type: tcp, port: 5432, hosts: {us-east-1: db-e, us-west-2: db-w}}");

    assertThat(checks).extracting(HealthCheck::region).containsExactly("us-east-1", "us-west-2");
    assertThat(checks)
        .extracting(HealthCheck::target)
        .containsExactly(new Tcp(new HostPort("db-e", 5432)), new Tcp(new HostPort("db-w", 5432)));
  }

  @Test
  void tlsIsSpokenOn443WhereNothingElseIsSaid() {
    assertThat(endpoints("{name: a, type: tls, host: example.com}"))
        .extracting(HealthCheck::target)
        .containsExactly(new Tls(new HostPort("example.com", 443), TlsOptions.DEFAULT));
  }

  @Test
  void grpcIsPlainTextWithoutTls() {
    assertThat(endpoints("{name: a, type: grpc, host: h, port: 50051}"))
        .extracting(HealthCheck::target)
        .containsExactly(new Grpc(new HostPort("h", 50051), "", null));
    assertThat(endpoints("{name: a, type: grpc, host: h, port: 1, service: s.A, tls: {}}"))
        .extracting(HealthCheck::target)
        .containsExactly(new Grpc(new HostPort("h", 1), "s.A", TlsOptions.DEFAULT));
  }

  @Test
  void aNameIsAskedForOfTheSystemsResolversOrOfAServer() {
    assertThat(endpoints("{name: a, dns: db.example.com}"))
        .extracting(HealthCheck::target)
        .containsExactly(new Dns("db.example.com", "A", null, List.of()));
    assertThat(
            endpoints("{name: a, dns: x.org, record_type: MX, server: 9.9.9.9, answers: [mx.org]}"))
        .extracting(HealthCheck::target)
        .containsExactly(new Dns("x.org", "MX", new HostPort("9.9.9.9", 53), List.of("mx.org")));
  }

  @Test
  void timesComeFromTheCheckOrFromTheFailoversAndTheTimeoutStaysWithinTheInterval() {
    String failover = REGIONS + "  failover: {health_check: {interval: 20, timeout: 8}}\n";

    assertThat(timing(REGIONS, "{name: a, url: 'http://a'}"))
        .isEqualTo(new Timing(Duration.ofSeconds(30), Duration.ofSeconds(10), 2, 3));
    assertThat(timing(failover, "{name: a, url: 'http://a'}"))
        .isEqualTo(new Timing(Duration.ofSeconds(20), Duration.ofSeconds(8), 2, 3));
    assertThat(timing(failover, "{name: a, url: 'http://a', interval: 5}"))
        .isEqualTo(new Timing(Duration.ofSeconds(5), Duration.ofSeconds(5), 2, 3));
    assertThat(
            timing(
                REGIONS,
                "{name: a, url: 'http://a', interval: 1m, timeout: 0.5, healthy_threshold: 1,"
                    + " unhealthy_threshold: 5}"))
        .isEqualTo(new Timing(Duration.ofMinutes(1), Duration.ofMillis(500), 1, 5));
  }

  @Test
  void redirectsAreNotFollowedWhereTheyAreTheAnswer() {
    assertThat(endpoints("{name: a, url: 'http://a', follow_redirects: no}"))
        .extracting(each -> ((Http) each.target()).followRedirects())
        .containsExactly(false);
  }

  @Test
  void anHttpCheckIsReadWhole() {
    Http http =
        (Http)
            endpoints(
                    """
                    name: a
                          url: https://example.com/login
                          method: POST
                          allow_redirect_hosts: [www.example.com]
                          headers: {Accept: text/html, Authorization: {file: token}, X-Key: {env: KEY}}
                          expect:
                            status: [200, 3xx]
                            body: "wel+come"
                            not_body: error
                            headers: {Content-Type: "^text/"}
                          tls: {ca_file: ca.pem, certificate_file: c.pem, key_file: /k.pem}
                    """)
                .get(0)
                .target();

    assertThat(http.method()).isEqualTo("POST");
    assertThat(http.followRedirects()).isTrue();
    assertThat(http.redirectHosts()).containsExactly("www.example.com");
    assertThat(http.headers())
        .isEqualTo(
            Map.of(
                "Accept", new HeaderValue.Literal("text/html"),
                "Authorization",
                    new HeaderValue.Hidden(new SecretSource.File(Path.of("etc", "token"))),
                "X-Key", new HeaderValue.Hidden(new SecretSource.Variable("KEY"))));
    assertThat(http.expect().status())
        .containsExactly(new StatusRange(200, 200), new StatusRange(300, 399));
    assertThat(Objects.requireNonNull(http.expect().body()).matches("wellcome")).isTrue();
    assertThat(Objects.requireNonNull(http.expect().notBody()).pattern()).isEqualTo("error");
    assertThat(http.expect().headers()).containsOnlyKeys("Content-Type");
    assertThat(http.tls())
        .isEqualTo(
            new TlsOptions(
                Path.of("etc", "ca.pem"), Path.of("etc", "c.pem"), Path.of("/k.pem"), null));
  }

  @Test
  void anHttpCheckExpectsSuccessAndFollowsRedirects() {
    Http http = (Http) endpoints("{name: a, url: 'http://a'}").get(0).target();

    assertThat(http.expect()).isEqualTo(CheckTarget.Expectation.SUCCESS);
    assertThat(http.followRedirects()).isTrue();
    assertThat(http.method()).isEqualTo("GET");
  }

  @Test
  void aDependencyMayBeInARegionThatIsNotOurs() {
    HealthChecks checks =
        config(
            REGIONS
                + "health_checks: {dependencies: [{name: a, url: 'http://a', region: mars}]}\n");

    assertThat(checks.dependencies()).extracting(HealthCheck::region).containsExactly("mars");
  }

  @ParameterizedTest
  @CsvSource({
    "db, 5432, db, 5432",
    "db:1, 5432, db, 1",
    "10.0.0.1:65535, 1, 10.0.0.1, 65535",
    "[::1]:80, 1, ::1, 80",
    "[2001:db8::1], 443, 2001:db8::1, 443"
  })
  void aHostMayHaveAPort(String text, int defaultPort, String host, int port) {
    assertThat(HostPort.parse(text, defaultPort)).isEqualTo(new HostPort(host, port));
    assertThat(HostPort.parse(new HostPort(host, port).toString(), 1))
        .isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @CsvSource({"200-204", "204", "2xx"})
  void statusesAreShownAsTheyAreWritten(String text) {
    StatusRange range = text.contains("-") ? new StatusRange(200, 204) : StatusRange.of(text);

    assertThat(range).hasToString(text);
  }

  private static List<HealthCheck> endpoints(String endpoint) {
    return endpoints(REGIONS, endpoint);
  }

  private static List<HealthCheck> endpoints(String regions, String endpoint) {
    return config(regions + "health_checks:\n  endpoints:\n    - " + endpoint + "\n").endpoints();
  }

  private static Timing timing(String regions, String endpoint) {
    return endpoints(regions, endpoint).get(0).timing();
  }

  private static HealthChecks config(String yaml) {
    ConfigResult result = ConfigLoader.loadTexts(Map.of("etc/ha.yaml", yaml));
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.config().healthChecks());
  }
}
