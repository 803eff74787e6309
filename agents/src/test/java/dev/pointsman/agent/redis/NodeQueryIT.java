package dev.pointsman.agent.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchException;

import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.TestingSink;
import dev.pointsman.config.TlsOptions;
import dev.pointsman.connector.http.Secret;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes behind TLS, and servers that are no nodes. */
class NodeQueryIT {

  @TempDir Path folder;

  private final TestingSink sink = new TestingSink();
  private final CollectorRegistry registry = new CollectorRegistry();

  @Test
  void aNodeBehindTlsIsAskedWhereItsAuthorityIsTrusted() throws Exception {
    certificate("node", "IP:127.0.0.1");
    try (var node = behindTls("node");
        var collector = collector(node.port, trusting("node"))) {
      collector.collect(sink);
      assertThat(sink.values("redis_up")).containsExactly(1.0);
    }
  }

  @Test
  void anAgentShowsItsOwnCertificateAndAsksForTheNameOnTheNodes() throws Exception {
    certificate("node", "DNS:cache.example.com");
    try (var node = behindTls("node", "yes");
        var collector =
            collector(
                node.port,
                RedisTls.of(
                    new TlsOptions(
                        folder.resolve("node.pem"),
                        folder.resolve("node.pem"),
                        folder.resolve("node.key"),
                        "cache.example.com")))) {
      collector.collect(sink);
      assertThat(sink.values("redis_up")).containsExactly(1.0);
    }
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
    certificate("node", "IP:127.0.0.1");
    certificate("other", "IP:127.0.0.1");
    try (var node = behindTls("node");
        var collector = collector(node.port, trusting("other"))) {
      assertThatThrownBy(() -> collector.collect(sink)).hasMessageContaining("TLS: ");
    }
    assertThat(sink.values("redis_seed_up")).containsExactly(0.0);
  }

  @Test
  void aCertificateForAnotherNameIsNotTrusted() throws Exception {
    certificate("node", "DNS:cache.example.com");
    try (var node = behindTls("node");
        var collector = collector(node.port, trusting("node"))) {
      assertThatThrownBy(() -> collector.collect(sink)).hasMessageContaining("TLS: ");
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefused() {
    Path nothing = folder.resolve("nothing.pem");
    assertThat(nothing).satisfies(file -> assertThat(file.toFile().createNewFile()).isTrue());
    assertThatThrownBy(() -> RedisTls.of(new TlsOptions(nothing, null, null, null)))
        .hasMessageContaining("no certificate");
  }

  @Test
  void anAnswerOfTenGigabytesIsNotTaken() throws Exception {
    assertThat(failure("$10000000000\r\nxxxx")).contains("an answer of more than 4194304 bytes");
    assertThat(outcomes("unreadable")).isEqualTo(1);
  }

  @Test
  void aWebServerIsNotTakenForANode() throws Exception {
    assertThat(failure("HTTP/1.1 400 Bad Request\r\n\r\n")).contains("not an answer of Redis");
    assertThat(outcomes("unreadable")).isEqualTo(1);
  }

  @Test
  void anErrorIsQuotedWithoutThePassword() throws Exception {
    assertThat(failure("-ERR unknown command 'AUTH' with " + TestingRedis.PASSWORD + "\r\n"))
        .contains("unknown command 'AUTH' with (secret)");
    assertThat(outcomes("error")).isEqualTo(1);
  }

  @Test
  void aServerThatDripsItsAnswerIsLeft() throws Exception {
    var end = new CountDownLatch(1);
    try (var server =
        serve(
            out -> {
              out.write("$100000\r\n".getBytes(US_ASCII));
              while (!end.await(50, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
              }
            })) {
      assertThat(failure(server.getLocalPort())).contains("no answer");
      assertThat(outcomes("timeout")).isEqualTo(1);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aNodeThatNamesManyMoreThanAreDeclaredMakesTheAgentAskSomeOfThem() throws Exception {
    var view = new StringBuilder("0 127.0.0.1:1@2 myself,master - 0 0 1 connected 0-16383\n");
    for (int i = 1; i < 200; i++) {
      view.append(i).append(" 127.0.1.").append(i).append(":1@2 master - 0 0 1 connected\n");
    }
    List<String> answers =
        List.of(
            "+OK\r\n",
            bulk("cluster_enabled:1\r\n"),
            bulk("cluster_state:ok\r\n"),
            bulk(view.toString()));
    try (var server = serveInTurn(answers);
        var collector =
            RedisDamageIT.collector(
                List.of(InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort())),
                RedisDamageIT.declaration(2),
                Clock.systemUTC())) {
      collector.collect(sink);
    }
    assertThat(sink.values("redis_up")).containsOnly(0.0, 1.0).hasSize(8);
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  private String failure(String answer) throws IOException {
    try (var server =
        serve(
            out -> {
              out.write(answer.getBytes(US_ASCII));
              out.flush();
            })) {
      return failure(server.getLocalPort());
    }
  }

  private String failure(int port) {
    try (var collector = collector(port, null)) {
      Exception e = catchException(() -> collector.collect(sink));
      return String.valueOf(e == null ? null : e.getMessage());
    }
  }

  private double outcomes(String outcome) {
    return registry.getSampleValue(
        "pointsman_agent_redis_asked_total",
        new String[] {"cluster", "outcome"},
        new String[] {"alone", outcome});
  }

  private RedisClusterCollector collector(int port, @Nullable RedisTls tls) {
    var access = new RedisAccess(TestingRedis.USER, () -> Secret.of(TestingRedis.PASSWORD), tls);
    var settings =
        new RedisClusterSettings(
            "alone",
            List.of(InetSocketAddress.createUnresolved("127.0.0.1", port)),
            access,
            RedisDeclaration.NONE,
            Duration.ofSeconds(30),
            Duration.ofSeconds(4));
    return new RedisClusterCollector(settings, "us-east-1", registry, Clock.systemUTC());
  }

  private RedisTls trusting(String name) {
    return RedisTls.of(new TlsOptions(folder.resolve(name + ".pem"), null, null, null));
  }

  private TestingRedis behindTls(String name) {
    return behindTls(name, "no");
  }

  private TestingRedis behindTls(String name, String authenticateClients) {
    return TestingRedis.start(
        folder,
        Map.of(
            "tls-cert-file", folder.resolve(name + ".pem").toString(),
            "tls-key-file", folder.resolve(name + ".key").toString(),
            "tls-ca-cert-file", folder.resolve(name + ".pem").toString(),
            "tls-auth-clients", authenticateClients));
  }

  /** A certificate that signs itself. */
  private void certificate(String name, String subject) throws Exception {
    Process openssl =
        new ProcessBuilder(
                TestingProcess.program("openssl", "openssl"),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test",
                "-addext",
                "subjectAltName=" + subject,
                "-keyout",
                folder.resolve(name + ".key").toString(),
                "-out",
                folder.resolve(name + ".pem").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).isZero();
  }

  /** What a server says to each who comes. */
  private interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /** A server of one connection, which answers each command with the next of these. */
  private static ServerSocket serveInTurn(List<String> answers) throws IOException {
    var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var task =
        new FutureTask<Void>(
            () -> {
              try (Socket client = server.accept()) {
                for (String answer : answers) {
                  assertThat(client.getInputStream().read(new byte[1000])).isPositive();
                  client.getOutputStream().write(answer.getBytes(US_ASCII));
                }
                return null;
              }
            });
    var thread = new Thread(task, "server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** A server of one connection. */
  private static ServerSocket serve(Answer answer) throws IOException {
    var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var task =
        new FutureTask<Void>(
            () -> {
              try (Socket client = server.accept()) {
                assertThat(client.getInputStream().read()).isNotNegative();
                answer.write(client.getOutputStream());
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return null;
              }
            });
    var thread = new Thread(task, "server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }
}
