package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What documents name in files and in the environment; the files are made by OpenSSL. */
class OutsideTest {

  private static final SecretSource.Finder NOTHING =
      new SecretSource.Finder() {
        @Override
        public void require(SecretSource source) {
          throw new IllegalArgumentException(
              "no secret "
                  + (source instanceof SecretSource.Variable variable
                      ? variable.name()
                      : ((SecretSource.File) source).path()));
        }

        @Override
        public @Nullable String awsRegion() {
          return null;
        }
      };

  private Path folder;

  @BeforeEach
  void setFolder(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void allThatCannotBeUsedIsToldAtItsPlaceInTheOrderOfTheDocument() throws IOException {
    copy("client.pem", "client.key");
    Files.writeString(folder.resolve("note"), "no certificate\n");
    Files.createDirectory(folder.resolve("folder"));
    assertThat(
            obstacles(
                AgentKind.PROBE,
                """
                health_checks:
                  endpoints:
                    - name: a
                      url: https://a.example.com/
                      headers: {X-B: {env: B}, X-A: {file: a}}
                      tls: {ca_file: note, certificate_file: none.pem, key_file: client.pem}
                    - {name: b, type: tls, host: b, tls: {ca_file: folder}}
                regions:
                  primary: {name: west, base_url: "https://west.example.com"}
                  failover: {health_check: {tls: {ca_file: region.pem}}}
                load_balancer:
                  health_check: {tls: {ca_file: balancer.pem}}
                regional_balancer:
                  target_groups:
                    - name: web
                      port: 443
                      protocol: HTTPS
                      health_check: {tls: {ca_file: web.pem}}
                      targets: {west: [10.0.0.1]}
                """))
        .containsExactly(
            "5:28: X-B: no secret B",
            "5:44: X-A: no secret " + folder.resolve("a"),
            "6:22: ca_file: what is in the file "
                + folder.resolve("note")
                + " is no certificate in PEM",
            "6:46: certificate_file: there is no file " + folder.resolve("none.pem"),
            "6:66: key_file: the file "
                + folder.resolve("client.pem")
                + " holds no key in PKCS#8 that is not encrypted (BEGIN PRIVATE KEY);"
                + " openssl pkcs8 -topk8 -nocrypt makes one of another key",
            "7:52: ca_file: " + folder.resolve("folder") + " is not a file",
            "10:44: ca_file: there is no file " + folder.resolve("region.pem"),
            "12:33: ca_file: there is no file " + folder.resolve("balancer.pem"),
            "18:37: ca_file: there is no file " + folder.resolve("web.pem"));
  }

  @Test
  void eachAgentNeedsWhatItReadsItself() throws IOException {
    String document =
        """
        replication:
          database:
            type: postgresql
            instances: [{name: a, region: r, host: a}]
            password_file: nofile
            sslmode: verify-full
            ssl_root_cert: root.pem
        cache: {type: redis, addresses: [a], password_env: C, tls: {ca_file: c.pem}}
        scrape:
          - job: node
            targets: ["https://a"]
            metrics: {keep: [up]}
            authorization: {token_env: T}
            tls: {ca_file: s.pem}
        remote_write: {listen: "127.0.0.1:9095", token_file: w}
        """;
    assertThat(obstacles(AgentKind.COLLECT, document))
        .containsExactly(
            "5:20: password_file: no secret " + folder.resolve("nofile"),
            "7:20: ssl_root_cert: there is no file " + folder.resolve("root.pem"),
            "8:52: password_env: no secret C",
            "8:70: ca_file: there is no file " + folder.resolve("c.pem"),
            "13:32: token_env: no secret T",
            "14:20: ca_file: there is no file " + folder.resolve("s.pem"),
            "15:54: token_file: no secret " + folder.resolve("w"));
    assertThat(obstacles(AgentKind.PROBE, document)).isEmpty();
  }

  @Test
  void whatIsNotCollectedNeedsNothing() throws IOException {
    assertThat(
            obstacles(
                AgentKind.COLLECT,
                """
                replication: {database: {type: postgresql, collect: no, password_file: nofile}}
                cache: {type: redis, collect: no, password_env: C, tls: {ca_file: c.pem}}
                """))
        .isEmpty();
  }

  @Test
  void problemsAndWhatIsMissingAreToldInTheSameGo() throws IOException {
    assertThat(
            obstacles(
                AgentKind.PROBE,
                """
                health_checks:
                  endpoints:
                    - {name: a, url: /a}
                    - {name: b, url: "https://b/", tls: {ca_file: b.pem}}
                recovery: {rto: 4}
                """))
        .containsExactly(
            "3:22: pointsman probe needs the section regions, with a base_url in each region, for"
                + " /a",
            "4:51: ca_file: there is no file " + folder.resolve("b.pem"),
            "5:17: rto must be a duration like 90s, 5m or 1h30m (units d h m s ms), not the number"
                + " 4");
  }

  @Test
  void filesThatCanBeUsedAreInNobodysWay() throws IOException {
    copy("ca.pem", "client.pem", "client.key");
    assertThat(obstacles(AgentKind.PROBE, withClient("client.pem", "client.key"))).isEmpty();
  }

  @Test
  void aKeyOfAnotherCertificateIsTold() throws IOException {
    copy("ca.pem", "ca.key", "client.pem");
    assertThat(obstacles(AgentKind.PROBE, withClient("client.pem", "ca.key")))
        .containsExactly(
            "3:100: key_file: the key in the file %s is not that of the certificate in the file %s"
                .formatted(folder.resolve("ca.key"), folder.resolve("client.pem")));
  }

  @Test
  void certificatesInAnotherOrderThanTlsSendsThemAreTold() throws IOException {
    copy("ca.pem", "client.pem", "client.key");
    String ca = Files.readString(folder.resolve("ca.pem"));
    String client = Files.readString(folder.resolve("client.pem"));
    Files.writeString(folder.resolve("bad-01.pem"), ca + client);
    Files.writeString(folder.resolve("good-1.pem"), client + ca);
    assertThat(obstacles(AgentKind.PROBE, withClient("good-1.pem", "client.key"))).isEmpty();
    assertThat(obstacles(AgentKind.PROBE, withClient("bad-01.pem", "client.key")))
        .singleElement()
        .asString()
        .startsWith("3:78: certificate_file: in the file " + folder.resolve("bad-01.pem") + " the");
  }

  private static String withClient(String certificate, String key) {
    return """
        health_checks:
          endpoints:
            - {name: a, type: tls, host: a, tls: {ca_file: ca.pem, certificate_file: %s, key_file: %s}}
        """
        .formatted(certificate, key);
  }

  private void copy(String... files) throws IOException {
    for (String file : files) {
      try (InputStream in = OutsideTest.class.getResourceAsStream("tls/" + file)) {
        Files.copy(Objects.requireNonNull(in), folder.resolve(file));
      }
    }
  }

  @Test
  void aBucketOfAwsNeedsARegionFromSomewhere() throws IOException {
    String document =
        """
        backup:
          schedule: {full: {frequency: daily}}
          storage: {type: s3, bucket: backups}
        replication:
          storage:
            type: s3
            source: {bucket: a, region: us-west-2}
            destinations: [{bucket: b}, {bucket: c, endpoint: "http://127.0.0.1:9000"}]
        """;
    String region =
        "region: pointsman collect needs it for the bucket: write it here, or set AWS_REGION";
    assertThat(obstacles(AgentKind.COLLECT, document))
        .containsExactly("3:31: " + region, "8:29: " + region);
    assertThat(obstacles(AgentKind.PROBE, document)).isEmpty();
    ConfigResult read = ConfigLoader.loadTexts(Map.of("ha.yaml", document));
    assertThat(read.missing(AgentKind.COLLECT, NOTHING)).hasSize(2);
    assertThat(read.unusable(AgentKind.COLLECT, NOTHING)).isEmpty();
    assertThat(read.obstacles(NOTHING)).isEmpty();
    String elsewhere =
        document
            .replace("type: s3,", "type: s3, collect: no,")
            .replace("type: s3\n", "type: s3\n    collect: no\n");
    assertThat(ConfigLoader.loadTexts(Map.of("ha.yaml", elsewhere)).obstacles(NOTHING)).isEmpty();
  }

  /** Without the file's name; there is no secret anywhere, and no region. */
  private List<String> obstacles(AgentKind agent, String yaml) throws IOException {
    Path document = Files.writeString(folder.resolve("ha.yaml"), yaml);
    return ConfigLoader.load(List.of(document)).obstacles(agent, NOTHING).stream()
        .map(each -> each.toString().substring(document.toString().length() + 1))
        .toList();
  }
}
