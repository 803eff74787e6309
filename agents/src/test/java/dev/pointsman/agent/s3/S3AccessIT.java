package dev.pointsman.agent.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.config.S3Bucket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Servers that do not answer as S3 does. */
class S3AccessIT {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n";

  private final ExecutorService connections = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final TestingSink sink = new TestingSink();

  @AfterEach
  void end() {
    over.countDown();
    connections.shutdownNow();
  }

  @Test
  void aServerThatHangsIsLeftAfterTwoAttempts() throws Exception {
    try (var server = serve(out -> over.await())) {
      long begin = System.nanoTime();
      assertThatThrownBy(() -> collect(server)).isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
    }
    assertThat(asked.get()).isBetween(1, 2);
    assertThat(sink.readings()).isEmpty();
  }

  @Test
  void aServerThatBreaksOffIsAskedTwice() throws Exception {
    try (var server = serve(out -> out.close())) {
      assertThatThrownBy(() -> collect(server)).isInstanceOf(IOException.class);
    }
    // The JDK's client repeats a request of its own once where the connection ended silently.
    assertThat(asked.get()).isBetween(2, 4);
  }

  @Test
  void anAnswerOfTenGigabytesIsNotTaken() throws Exception {
    var sent = new AtomicLong();
    try (var server =
        serve(
            out -> {
              out.write(
                  (OK + "Content-Length: 10000000000\r\n\r\n<ListBucketResult><Name>")
                      .getBytes(US_ASCII));
              byte[] chunk = "x".repeat(10_000).getBytes(US_ASCII);
              while (over.getCount() > 0) {
                out.write(chunk);
                sent.addAndGet(chunk.length);
              }
            })) {
      assertThatThrownBy(() -> collect(server))
          .hasStackTraceContaining("an answer of more than 4194304 bytes");
    }
    // Two attempts, and what lies in the buffers of the sockets.
    assertThat(sent.get()).isLessThan(50L << 20);
  }

  @Test
  void withoutCredentialsItSaysWhereTheyAreLookedForAndBlamesNoNetwork() {
    var none =
        new S3Access(
            AwsCredentialsProviderChain.of(
                () -> {
                  throw SdkClientException.create("no role", new SocketTimeoutException());
                }));
    var nowhere = new S3Bucket("backups", "us-west-2", URI.create("http://127.0.0.1:1"), true);
    assertThatThrownBy(() -> collect(nowhere, none))
        .isNotInstanceOf(NoAnswerException.class)
        .hasMessageStartingWith("cannot look into backups: no AWS credentials: neither ");
  }

  @Test
  void whatIsNoXmlIsNotTakenForAnEmptyBucket() throws Exception {
    String text = "<html>it works";
    try (var server =
        serve(
            out ->
                out.write(
                    (OK + "Content-Length: " + text.length() + "\r\n\r\n" + text)
                        .getBytes(US_ASCII)))) {
      assertThatThrownBy(() -> collect(server)).isInstanceOf(IOException.class);
    }
    assertThat(sink.readings()).isEmpty();
  }

  private void collect(ServerSocket server) throws IOException {
    collect(
        new S3Bucket(
            "backups", "us-west-2", URI.create("http://127.0.0.1:" + server.getLocalPort()), true),
        TestingS3.access("right"));
  }

  private void collect(S3Bucket bucket, S3Access access) throws IOException {
    var full =
        new BackupSeries("full", Duration.ofDays(1), Duration.ofDays(30), "full/", null, null);
    var settings =
        new BackupSettings(
            bucket, "AES256", List.of(full), Duration.ofMinutes(5), Duration.ofSeconds(6));
    try (var collector = new BackupCollector(settings, access, "us-east-1", Clock.systemUTC())) {
      collector.collect(sink);
    }
  }

  /** What a server says to each request. */
  private interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private ServerSocket serve(Answer answer) throws IOException {
    var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var unusedAccepting =
        connections.submit(
            () -> {
              while (true) { // until the socket is closed
                Socket client = server.accept();
                var unusedAnswering =
                    connections.submit(
                        () -> {
                          try (client) {
                            readHead(client);
                            asked.incrementAndGet();
                            answer.write(client.getOutputStream());
                          }
                          return null;
                        });
              }
            });
    return server;
  }

  private static void readHead(Socket client) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = client.getInputStream().read();
      if (next < 0) {
        throw new IOException("no request");
      }
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }
}
