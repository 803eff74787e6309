package dev.pointsman.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.probe.OneRun;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Reason;
import dev.pointsman.agent.probe.TestingServer;
import dev.pointsman.agent.probe.tls.TestingCertificates;
import dev.pointsman.agent.probe.tls.TestingNginx;
import dev.pointsman.agent.probe.tls.TlsClient;
import dev.pointsman.config.TlsOptions;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcHealthCheckIT {

  private final HealthStatusManager health = new HealthStatusManager();
  private @Nullable Server server;

  @AfterEach
  void stopServer() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  @Test
  void aServiceIsUpWhileItSaysThatItServes() throws IOException {
    int port = serve(builder());
    health.setStatus("orders", ServingStatus.SERVING);
    assertThat(ask(port, "").error()).isNull();
    assertThat(ask(port, "orders").error()).isNull();

    health.setStatus("orders", ServingStatus.NOT_SERVING);
    assertThat(ask(port, "orders").error()).isEqualTo("service orders says NOT_SERVING");
    assertThat(ask(port, "").error()).isNull();
  }

  @Test
  void aServiceThatNobodyKnowsIsDown() throws IOException {
    int port = serve(builder());
    Outcome outcome = ask(port, "payments");
    assertThat(outcome.error()).isEqualTo("the server knows no service payments");
    assertThat(outcome.reason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
  }

  @Test
  void aServerWithoutHealthIsDown() throws IOException {
    int port =
        serve(
            NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    assertThat(ask(port, "").error()).isEqualTo("the server does not tell of its health");
  }

  @Test
  void whereNobodyListensItIsRefused() {
    assertThat(ask(TestingProcess.freePort(), ""))
        .isEqualTo(Outcome.noAnswer(Reason.REFUSED, "connection refused"));
  }

  @Test
  void aServerThatHangsTimesOut() throws IOException {
    try (TestingServer hanging = TestingServer.start(TestingServer.Connection::awaitEnd)) {
      var check = new GrpcHealthCheck("127.0.0.1", hanging.port(), "", null);
      assertThat(OneRun.of(check, Duration.ofMillis(500)).error())
          .isEqualTo("no answer within 500 ms (connected, waiting for the response)");
    }
  }

  @Test
  void aServerThatSpeaksSomethingElseIsDown() throws IOException {
    // It stays open: an end with something unread would be a reset, which may overtake the answer.
    try (TestingServer other =
        TestingServer.start(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\n\r\n");
              connection.awaitEnd();
            })) {
      assertThat(ask(other.port(), ""))
          .isEqualTo(
              Outcome.noAnswer(Reason.PROTOCOL_ERROR, "the answer is not gRPC: it is HTTP/1"));
    }
  }

  @Test
  void anAnswerThatIsNotGrpcIsToldByItsStatusAndNotByItsBody(@TempDir Path folder) {
    var servers = TestingNginx.in(folder);
    int missing = servers.http2("location /grpc.health.v1.Health/ { return 404; }");
    int other = servers.http2();
    TestingNginx nginx = servers.start();
    try (nginx) {
      assertThat(ask(missing, "").error()).isEqualTo("the answer is not gRPC: HTTP status 404");
      assertThat(ask(other, "").error()).isEqualTo("the answer is not gRPC: HTTP status 200");
    }
  }

  @Test
  void overTlsTheServerMustBeWhoItShouldBe(@TempDir Path folder) throws IOException {
    var certificates = TestingCertificates.in(folder);
    certificates.issue("good", "DNS:localhost", 90);
    int port =
        serve(
            builder()
                .sslContext(
                    GrpcSslContexts.configure(
                            SslContextBuilder.forServer(
                                folder.resolve("good.pem").toFile(),
                                folder.resolve("good.key").toFile()),
                            SslProvider.JDK)
                        .build()));
    var trusting = TlsClient.of(new TlsOptions(certificates.ca(), null, null, null));
    assertThat(OneRun.of(new GrpcHealthCheck("localhost", port, "", trusting)).error()).isNull();

    assertThat(ask(port, "").error())
        .isEqualTo("the server ends the connection, as one does that wants TLS");

    var distrusting = TlsClient.of(TlsOptions.DEFAULT);
    assertThat(OneRun.of(new GrpcHealthCheck("localhost", port, "", distrusting)).error())
        .isEqualTo("TLS: the certificate's issuer is not trusted");

    var otherName = TlsClient.of(new TlsOptions(certificates.ca(), null, null, "api.example.com"));
    assertThat(OneRun.of(new GrpcHealthCheck("localhost", port, "", otherName)).error())
        .isEqualTo("TLS: the certificate is not for api.example.com");
  }

  private NettyServerBuilder builder() {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(health.getHealthService());
  }

  private int serve(NettyServerBuilder builder) throws IOException {
    Server started = builder.build().start();
    server = started;
    return started.getPort();
  }

  private static Outcome ask(int port, String service) {
    return OneRun.of(new GrpcHealthCheck("127.0.0.1", port, service, null));
  }
}
