package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthChecksConfigTest {

  /** The reference document's section as it stands. */
  private static final String REFERENCE =
      """
      health_checks:
        endpoints:
          - name: api
            url: /api/health
            interval: 30
            timeout: 5
          - name: database
            type: tcp
            port: 5432
            interval: 15
          - name: cache
            url: /cache/health
            interval: 10

        dependencies:
          - name: external_api
            url: https://api.external.com/health
            interval: 60
      """;

  private static final String BASE_URLS =
      """
        base_urls:
          us-west-2: https://west.example.com/v1/
          us-east-1: http://east.example.com:8080
      """;

  private static final String REGIONS =
      """
      regions:
        primary:
          name: us-west-2
        secondary:
          name: us-east-1
        failover:
          health_check:
            interval: 20
            timeout: 7
      """;

  @Test
  void theReferenceSectionIsCheckedInEachRegion() {
    List<Probe> probes = parse(REFERENCE + BASE_URLS).probes("us-east-1");

    assertThat(probes)
        .containsExactlyInAnyOrder(
            probe("api", "us-west-2", http("https://west.example.com/v1/api/health"), 30, 5),
            probe("api", "us-east-1", http("http://east.example.com:8080/api/health"), 30, 5),
            probe("database", "us-west-2", new TcpCheck("west.example.com", 5432), 15, 10),
            probe("database", "us-east-1", new TcpCheck("east.example.com", 5432), 15, 10),
            probe("cache", "us-west-2", http("https://west.example.com/v1/cache/health"), 10, 10),
            probe("cache", "us-east-1", http("http://east.example.com:8080/cache/health"), 10, 10),
            probe("external_api", "us-east-1", http("https://api.external.com/health"), 60, 10));
  }

  @Test
  void withoutBaseUrlsEveryRelativeAddressIsAProblem() {
    assertThat(problems(REFERENCE))
        .hasSize(3)
        .anyMatch(
            problem ->
                problem.startsWith(
                    "ha.yaml:4:12: /api/health is relative: health_checks.base_urls must say"))
        .anyMatch(problem -> problem.startsWith("ha.yaml:9:13: port 5432 is relative: "));
  }

  @Test
  void intervalAndTimeoutComeFromTheFailoverSectionWhereTheyAreLeftOut() {
    Probe probe =
        parse(
                REGIONS
                    + """
                    health_checks:
                      endpoints:
                        - {name: api, url: "http://api.example.com"}
                    """)
            .probes("o")
            .get(0);

    assertThat(probe.interval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(probe.timeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void theFileMayNameTheObserverAndTheRegion() {
    Probe probe =
        parse(
                """
                health_checks:
                  observer: us-east-1
                  endpoints:
                    - {name: db, type: tcp, host: db.example.com, port: 5432, region: us-west-2}
                """)
            .probes("other")
            .get(0);

    assertThat(probe.observer()).isEqualTo("us-east-1");
    assertThat(probe.region()).isEqualTo("us-west-2");
    assertThat(probe.check().target()).isEqualTo("db.example.com:5432");
  }

  @ParameterizedTest
  @CsvSource({"1,1000", "0.5,500", "250ms,250", "1s,1000", "1.5m,90000", "2h,7200000"})
  void anIntervalIsInSecondsOrHasAUnit(String text, long millis) {
    Probe probe = parse(endpoint("url: http://a.example, interval: " + text)).probes("o").get(0);
    assertThat(probe.interval()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void everyProblemIsToldWithItsPlace() {
    String text =
        REGIONS
            + """
            health_checks:
              intervall: 3
              base_urls:
                us-west-2: west.example.com
                eu-west-1: https://eu.example.com
              endpoints:
                - url: /a
                - {name: b, port: 99999}
                - {name: b, url: "http://u:secret@b.example.com"}
                - {name: c, url: "http://c.example.com", interval: 5, timeout: 6}
                - {name: d, url: "http://d.example.com", interval: -1}
                - {name: e, type: icmp}
                - {name: f, type: http, port: 80}
                - g
              dependencies:
                - {name: h, url: /h}
                - {name: i, port: 1}
            """;

    assertThat(problems(text))
        .containsExactly(
            "ha.yaml:11:3: unknown key intervall; expected one of observer, base_urls, endpoints,"
                + " dependencies",
            "ha.yaml:13:5: base_urls lacks the region us-east-1",
            "ha.yaml:13:16: us-west-2 must begin with http:// or https:// and a host",
            "ha.yaml:14:16: eu-west-1 is no region of this file; it has us-east-1, us-west-2",
            "ha.yaml:16:7: name is missing",
            "ha.yaml:17:23: port must be a port, 1 to 65535",
            "ha.yaml:18:14: there is another check with the name b",
            "ha.yaml:18:22: a url must not hold credentials: they would be shown",
            "ha.yaml:19:68: the timeout of 6000 ms is longer than the interval of 5000 ms",
            "ha.yaml:20:56: interval must be seconds, or a duration such as 500ms or 2m, of at"
                + " least 1ms",
            "ha.yaml:21:23: type must be http or tcp, not icmp",
            "ha.yaml:22:7: url is missing",
            "ha.yaml:22:35: port belongs to the type tcp; a url holds its own",
            "ha.yaml:23:7: an entry of endpoints must be a mapping",
            "ha.yaml:25:22: a dependency is outside: its url must begin with http:// or https://",
            "ha.yaml:26:7: a dependency is outside: it needs a host");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "health_checks: [|1:17",
        "a: 1/health_checks: 3|2:16",
        "- a|1:1",
      })
  void whatIsNoSectionIsAProblem(String text, String place) {
    assertThat(problems(text.replace('/', '\n'))).anyMatch(each -> each.contains(place + ":"));
  }

  @Test
  void aFileWithoutTheSectionIsEmpty() {
    assertThat(HealthChecksConfig.parse("ha.yaml", "cache: {type: redis}")).isEmpty();
    assertThat(HealthChecksConfig.parse("ha.yaml", "")).isEmpty();
  }

  @Test
  void theSectionIsFoundInAnyDocumentOfTheFile() {
    String text = "cache: {type: redis}\n---\n" + endpoint("url: http://a.example");
    assertThat(parse(text).endpoints()).hasSize(1);
  }

  @Test
  void aFileIsReadFromItsPath(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("ha.yaml"), "health_checks: {}");
    assertThatThrownBy(() -> HealthChecksConfig.load(file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(file + ":1:16: health_checks needs endpoints or dependencies");
  }

  private static String endpoint(String keys) {
    return "health_checks:\n  endpoints:\n    - {name: a, " + keys + "}\n";
  }

  private static HealthChecksConfig parse(String text) {
    return HealthChecksConfig.parse("ha.yaml", text).orElseThrow();
  }

  private static List<String> problems(String text) {
    InvalidConfigException thrown =
        catchThrowableOfType(InvalidConfigException.class, () -> parse(text));
    return thrown.problems().stream().map(ConfigProblem::toString).toList();
  }

  private static Check http(String url) {
    return new HttpCheck(URI.create(url));
  }

  private static Probe probe(String name, String region, Check check, int interval, int timeout) {
    return new Probe(
        name,
        region,
        "us-east-1",
        check,
        Duration.ofSeconds(interval),
        Duration.ofSeconds(timeout));
  }
}
