package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingProcess;
import dev.pointsman.config.S3Bucket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3-compatible server, which verifies signatures and keeps everything in memory.
 *
 * @see <a href="https://github.com/gaul/s3proxy">S3Proxy</a>
 */
final class TestingS3 implements AutoCloseable {

  private final TestingProcess process;
  private final URI endpoint;
  final S3Client client;

  private TestingS3(TestingProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
    this.client = access("right").client(bucket("any"), Duration.ofSeconds(60));
  }

  static TestingS3 start(Path folder) throws IOException {
    int port = TestingProcess.freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Files.write(
        folder.resolve("s3proxy.conf"),
        List.of(
            "s3proxy.endpoint=" + endpoint,
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=agent",
            "s3proxy.credential=right",
            "jclouds.provider=transient",
            "jclouds.identity=none",
            "jclouds.credential=none"));
    Path jar = Path.of("target", "servers", "s3proxy.jar").toAbsolutePath();
    assertThat(jar).as("copied by Maven in the phase pre-integration-test").exists();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    TestingProcess process =
        TestingProcess.start(
            folder.resolve("s3proxy.log"),
            List.of(
                java.toString(),
                "-Xmx256m",
                "-jar",
                jar.toString(),
                "--properties",
                "s3proxy.conf"));
    return new TestingS3(process.awaitPort(port), endpoint);
  }

  static S3Access access(String secret) {
    return new S3Access(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("agent", secret)));
  }

  /** A bucket of this server's, which need not exist. */
  S3Bucket bucket(String name) {
    return new S3Bucket(name, "us-west-2", endpoint, true);
  }

  /** Makes a bucket of this server's. */
  S3Bucket newBucket(String name) {
    client.createBucket(create -> create.bucket(name));
    return bucket(name);
  }

  void put(S3Bucket bucket, String key, int bytes) {
    client.putObject(
        put -> put.bucket(bucket.name()).key(key), RequestBody.fromBytes(new byte[bytes]));
  }

  /** Copies an object as replication does. */
  void replicate(String key, S3Bucket from, S3Bucket to) {
    client.copyObject(
        copy ->
            copy.sourceBucket(from.name())
                .sourceKey(key)
                .destinationBucket(to.name())
                .destinationKey(key));
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
