package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.job.alerting.AlertingJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Flink, whose class path already has the jobs: the uploaded jar holds nothing. */
class SubmitCommandIT {

  private static final String KAFKA_THAT_IS_NOT_THERE = "127.0.0.1:1";

  @TempDir private static Path folder;

  private static MiniCluster flink;
  private static String address;
  private static Path jar;

  @BeforeAll
  static void start() throws Exception {
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(WebOptions.SUBMIT_ENABLE, true);
    configuration.set(WebOptions.UPLOAD_DIR, folder.resolve("uploads").toString());
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
    flink.start();
    address = flink.getRestAddress().get().toString();
    jar = folder.resolve("some jobs.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("nothing"));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    flink.close();
  }

  @Test
  void aJobRunsWithTheParallelismAndTheKafkaOfTheCommandLine() throws Exception {
    try (TestingKafka kafka = TestingKafka.start()) {
      Ran ran = submit("--bootstrap-servers", kafka.bootstrapServers(), "--parallelism", "2");
      assertThat(ran.err()).isEmpty();
      assertThat(ran.exitCode()).isZero();
      JobStatusMessage job = runningJob();
      String id = job.getJobId().toString();
      assertThat(ran.out().lines())
          .containsExactly(
              "started alerting as job " + id, address + "/#/job/running/" + id + "/overview");
      assertThat(job.getJobName()).isEqualTo(AlertingJob.NAME);
      assertThat(flink.getExecutionGraph(job.getJobId()).get().getAllVertices().values())
          .anyMatch(vertex -> vertex.getParallelism() == 2);
      assertThat(uploads()).isEmpty();
      flink.cancelJob(job.getJobId()).get();
    }
  }

  @Test
  void whatTheJobRefusesIsShownWithoutAStack() throws Exception {
    Ran ran = submit("--bootstrap-servers", KAFKA_THAT_IS_NOT_THERE, "--", "--nonsense", "x");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith(
            "pointsman: Flink at " + address + " did not start the job: unknown option --nonsense")
        .contains("options of the alerting job:")
        .doesNotContain("Exception", "\tat ");
    assertThat(uploads()).isEmpty();
  }

  @Test
  void aKafkaThatFlinkDoesNotReachIsNamed() {
    Ran ran = submit("--bootstrap-servers", KAFKA_THAT_IS_NOT_THERE);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains("did not start the job: cannot reach Kafka at " + KAFKA_THAT_IS_NOT_THERE)
        .doesNotContain("\tat ");
  }

  @Test
  void aSavepointThatIsNotThereIsNamed() throws Exception {
    try (TestingKafka kafka = TestingKafka.start()) {
      String savepoint = folder.resolve("no-savepoint").toString();
      Ran ran =
          submit("--bootstrap-servers", kafka.bootstrapServers(), "--from-savepoint", savepoint);
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).contains("did not start the job: ", savepoint).doesNotContain("\tat ");
    }
  }

  @Test
  void aFlinkThatIsNotThereIsNamed() {
    Ran ran = submitTo("http://127.0.0.1:1");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip())
        .isEqualTo(
            "pointsman: Flink at http://127.0.0.1:1 cannot be reached: the connection is refused");
    assertThat(submitTo("http://flink.invalid:8081").err())
        .contains("Flink at http://flink.invalid:8081 cannot be reached: its host is not known");
  }

  @Test
  void aServerThatIsNoFlinkIsTold() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    try {
      String other = "http://127.0.0.1:" + server.getAddress().getPort();
      Ran ran = submitTo(other);
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).startsWith("pointsman: " + other + " is not a Flink: ");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aMissingJarIsNamed() {
    Ran ran =
        Ran.pointsman(
            "submit",
            "alerting",
            "--flink",
            address,
            "--bootstrap-servers",
            KAFKA_THAT_IS_NOT_THERE,
            "--jar",
            "none.jar");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip()).isEqualTo("pointsman: no such file: none.jar");
  }

  @Test
  void wrongUsageIsTwo() {
    for (String line :
        List.of(
            "submit failover --flink http://a --bootstrap-servers k",
            "submit alerting --bootstrap-servers k",
            "submit alerting --flink nonsense --bootstrap-servers k",
            "submit alerting --flink http://a",
            "submit alerting --flink http://a --bootstrap-servers k --parallelism 0")) {
      assertThat(Ran.pointsman(line.split(" ")).exitCode()).as(line).isEqualTo(2);
    }
  }

  private static Ran submit(String... options) {
    return submitTo(address, options);
  }

  private static Ran submitTo(String flink, String... options) {
    List<String> always =
        List.of("submit", "alerting", "--jar", jar.toString(), "--flink", flink + "/");
    // What is given twice is wrong, so only where the test has no Kafka of its own.
    List<String> kafka =
        options.length == 0 ? List.of("--bootstrap-servers", KAFKA_THAT_IS_NOT_THERE) : List.of();
    return Ran.pointsman(
        Stream.of(always, kafka, List.of(options)).flatMap(List::stream).toArray(String[]::new));
  }

  private static JobStatusMessage runningJob() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                flink.listJobs().get().stream()
                    .filter(job -> job.getJobState() == JobStatus.RUNNING)
                    .findFirst()
                    .orElse(null),
            job -> job != null);
  }

  private static List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("uploads"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }
}
