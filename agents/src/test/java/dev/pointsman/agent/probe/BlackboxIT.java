package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.probe.dns.DnsCheck;
import dev.pointsman.agent.probe.dns.TestingBind;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.agent.probe.http.HttpRequest;
import dev.pointsman.agent.probe.http.Redirects;
import dev.pointsman.agent.probe.tls.TestingCertificates;
import dev.pointsman.agent.probe.tls.TestingNginx;
import dev.pointsman.agent.probe.tls.TlsCheck;
import dev.pointsman.agent.probe.tls.TlsClient;
import dev.pointsman.agent.probe.tls.TlsExpectation;
import dev.pointsman.config.CheckTarget.Expectation;
import dev.pointsman.config.CheckTarget.StatusRange;
import dev.pointsman.config.TlsOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Debian's blackbox_exporter probes the same targets beside us: its verdict is ours. */
class BlackboxIT {

  private static final String MODULES =
      """
      modules:
        http: {prober: http, http: {preferred_ip_protocol: ip4, tls_config: {ca_file: ca.pem}}}
        http_no_redirects:
          prober: http
          http: {preferred_ip_protocol: ip4, follow_redirects: false}
        http_301:
          prober: http
          http: {preferred_ip_protocol: ip4, follow_redirects: false, valid_status_codes: [301]}
        http_body:
          prober: http
          http: {preferred_ip_protocol: ip4, fail_if_body_not_matches_regexp: ["^fi.e$"]}
        http_not_body:
          prober: http
          http: {preferred_ip_protocol: ip4, fail_if_body_matches_regexp: ["fine"]}
        tcp: {prober: tcp, tcp: {preferred_ip_protocol: ip4}}
        tls:
          prober: tcp
          tcp: {preferred_ip_protocol: ip4, tls: true, tls_config: {ca_file: ca.pem}}
        dns:
          prober: dns
          dns: {preferred_ip_protocol: ip4, query_name: api.example.com, query_type: A}
        dns_missing:
          prober: dns
          dns: {preferred_ip_protocol: ip4, query_name: none.example.com, query_type: A}
      """;

  private static final List<StatusRange> SUCCESS = Expectation.SUCCESS.status();
  private static final Redirects NO_REDIRECTS = Redirects.NONE;

  private record Case(String name, String module, String target, boolean up, Check check) {}

  @TestFactory
  List<DynamicTest> theVerdictsAgree(@TempDir Path folder) throws Exception {
    String blackbox =
        TestingProcess.program("prometheus-blackbox-exporter", "prometheus-blackbox-exporter");
    var certificates = TestingCertificates.in(folder);
    certificates.issue("good", "DNS:localhost", 90);
    certificates.issueExpired("expired", "DNS:localhost");
    certificates.selfSign("self", "DNS:localhost");
    certificates.issue("other", "DNS:other.example.org", 90);
    Files.writeString(folder.resolve("blackbox.yml"), MODULES);
    int port = TestingProcess.freePort();
    TestingNginx.Builder servers = TestingNginx.in(folder);
    var client = TlsClient.of(new TlsOptions(certificates.ca(), null, null, null));
    var tests = new ArrayList<DynamicTest>();
    try (TestingBind bind = TestingBind.start(folder)) {
      List<Case> cases = cases(servers, bind.port(), client);
      try (TestingNginx nginx = servers.start();
          TestingProcess beside =
              TestingProcess.start(
                      folder.resolve("blackbox.log"),
                      List.of(
                          blackbox,
                          "--config.file=blackbox.yml",
                          "--web.listen-address=127.0.0.1:" + port))
                  .awaitPort(port)) {
        assertThat(nginx).isNotNull();
        assertThat(beside).isNotNull();
        for (Case each : cases) {
          boolean theirs = theirVerdict(port, each);
          Outcome ours = OneRun.of(each.check(), Duration.ofSeconds(10));
          tests.add(
              DynamicTest.dynamicTest(
                  each.name(),
                  () -> {
                    assertThat(theirs).as("blackbox").isEqualTo(each.up());
                    assertThat(ours.up()).as("we: " + ours.error()).isEqualTo(each.up());
                  }));
        }
      }
    }
    return tests;
  }

  private static List<Case> cases(TestingNginx.Builder servers, int dns, TlsClient client) {
    String up = address(servers.http());
    String broken = address(servers.http("location /health { return 503; }"));
    String moved = address(servers.http("location /health { return 301 /moved; }"));
    String gone = "127.0.0.1:" + TestingProcess.freePort();
    String good = "localhost:" + servers.tls("good", "TLSv1.2 TLSv1.3");
    String expired = "localhost:" + servers.tls("expired", "TLSv1.2 TLSv1.3");
    String self = "localhost:" + servers.tls("self", "TLSv1.2 TLSv1.3");
    String other = "localhost:" + servers.tls("other", "TLSv1.2 TLSv1.3");
    var is301 = new Expectation(List.of(new StatusRange(301, 301)), null, null, Map.of());
    var body = new Expectation(SUCCESS, Pattern.compile("^fi.e$"), null, Map.of());
    var notBody = new Expectation(SUCCESS, null, Pattern.compile("fine"), Map.of());
    return List.of(
        http("2xx", "http", up, true, Expectation.SUCCESS, Redirects.SAME_HOST),
        http("503", "http", broken, false, Expectation.SUCCESS, Redirects.SAME_HOST),
        http("refused", "http", gone, false, Expectation.SUCCESS, Redirects.SAME_HOST),
        http("redirect on", "http", moved, true, Expectation.SUCCESS, Redirects.SAME_HOST),
        http("redirect off", "http_no_redirects", moved, false, Expectation.SUCCESS, NO_REDIRECTS),
        http("301 wanted", "http_301", moved, true, is301, NO_REDIRECTS),
        http("body matches", "http_body", up, true, body, NO_REDIRECTS),
        http("body must not match", "http_not_body", up, false, notBody, NO_REDIRECTS),
        https("good certificate", good, true, client),
        https("expired certificate", expired, false, client),
        https("self-signed certificate", self, false, client),
        https("certificate of another", other, false, client),
        tcp("listens", up, true),
        tcp("listens not", gone, false),
        tls("good handshake", good, true, client),
        tls("expired handshake", expired, false, client),
        tls("self-signed handshake", self, false, client),
        tls("handshake of another", other, false, client),
        dns("answer", "dns", dns, true, "api.example.com"),
        dns("no such name", "dns_missing", dns, false, "none.example.com"));
  }

  private static Case http(
      String name,
      String module,
      String address,
      boolean up,
      Expectation expected,
      Redirects redirects) {
    URI uri = URI.create("http://" + address + "/health");
    var check = new HttpCheck(uri, HttpRequest.GET, expected, redirects, null);
    return new Case("http " + name, module, uri.toString(), up, check);
  }

  private static Case https(String name, String address, boolean up, TlsClient client) {
    URI uri = URI.create("https://" + address + "/");
    var check =
        new HttpCheck(uri, HttpRequest.GET, Expectation.SUCCESS, Redirects.SAME_HOST, client);
    return new Case("https " + name, "http", uri.toString(), up, check);
  }

  private static Case tcp(String name, String address, boolean up) {
    return new Case("tcp " + name, "tcp", address, up, new TcpCheck("127.0.0.1", port(address)));
  }

  private static Case tls(String name, String address, boolean up, TlsClient client) {
    var check =
        new TlsCheck("localhost", port(address), client, TlsExpectation.NONE, Clock.systemUTC());
    return new Case("tls " + name, "tls", address, up, check);
  }

  private static Case dns(String name, String module, int port, boolean up, String asked) {
    try {
      var check =
          new DnsCheck(
              "127.0.0.1",
              port,
              Name.fromString(asked, Name.root),
              Type.A,
              Rcode.NOERROR,
              List.of());
      return new Case("dns " + name, module, "127.0.0.1:" + port, up, check);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  /** What blackbox_exporter says: its metric {@code probe_success}. */
  private static boolean theirVerdict(int port, Case each)
      throws IOException, InterruptedException {
    String target = URLEncoder.encode(each.target(), StandardCharsets.UTF_8);
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/probe?module=%s&target=%s".formatted(port, each.module(), target));
    String answer =
        HttpClient.newHttpClient()
            .send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .body();
    Matcher success = java.util.regex.Pattern.compile("(?m)^probe_success ([01])$").matcher(answer);
    assertThat(success.find()).as(answer).isTrue();
    return success.group(1).equals("1");
  }
}
