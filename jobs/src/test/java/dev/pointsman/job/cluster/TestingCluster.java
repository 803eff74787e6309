package dev.pointsman.job.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Flink cluster of separate processes, made from the Flink jars of the test's own class path and
 * nothing else of it: what a job needs besides has to be in its jar.
 */
final class TestingCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What lies in the lib folder of a Flink distribution. */
  private static final Pattern DISTRIBUTED =
      Pattern.compile(
          "(flink-(?!connector-kafka|connector-base|test-utils|metrics-prometheus).*(?<!-tests)"
              + "|log4j-.*|slf4j-api-.*|commons-.*|kryo-.*|reflectasm-.*|objenesis-.*|minlog-.*"
              + "|javassist-.*|jsr305-.*|frocksdbjni-.*|snappy-java-.*|lz4-java-.*"
              + "|snakeyaml-engine-.*)\\.jar");

  /** What Flink asks of Java 17, as in the configuration that comes with it. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang=ALL-UNNAMED",
          "java.base/java.net=ALL-UNNAMED",
          "java.base/java.io=ALL-UNNAMED",
          "java.base/java.nio=ALL-UNNAMED",
          "java.base/sun.nio.ch=ALL-UNNAMED",
          "java.base/java.text=ALL-UNNAMED",
          "java.base/java.time=ALL-UNNAMED",
          "java.base/java.util=ALL-UNNAMED",
          "java.base/java.util.concurrent=ALL-UNNAMED",
          "java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "java.base/java.util.concurrent.locks=ALL-UNNAMED");

  private final Path folder;
  private final Map<String, String> environment;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();
  private final int restPort;

  /**
   * Starts a JobManager, and no TaskManager yet.
   *
   * @param folder for the configuration, checkpoints and what the processes say
   * @param environment variables of the TaskManagers
   */
  TestingCluster(Path folder, Map<String, String> environment) throws IOException {
    this.folder = folder;
    this.environment = environment;
    int[] ports = freePorts();
    restPort = ports[0];
    configure(ports[1]);
    start(
        "jobmanager",
        List.of("-Xmx512m"),
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        List.of());
    try {
      await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/overview").has("taskmanagers"));
    } catch (ConditionTimeoutException e) {
      close();
      throw e;
    }
  }

  private void configure(int rpcPort) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("config.yaml"),
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        jobmanager.memory.process.size: 1g
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.memory.process.size: 1536m
        taskmanager.memory.managed.size: 128m
        taskmanager.numberOfTaskSlots: 4
        parallelism.default: 2
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        rest.bind-port: %d
        state.backend.type: rocksdb
        execution.checkpointing.dir: %s
        restart-strategy.type: exponential-delay
        restart-strategy.exponential-delay.initial-backoff: 200 ms
        restart-strategy.exponential-delay.max-backoff: 2 s
        # A process that is gone is noticed by its connection: two heartbeats that cannot be sent.
        heartbeat.interval: 500 ms
        """
            .formatted(rpcPort, restPort, restPort, folder.resolve("checkpoints").toUri()));
    Files.writeString(
        conf.resolve("log4j.properties"),
        """
        rootLogger.level = WARN
        rootLogger.appenderRef.console.ref = console
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5level %logger{1} - %msg%n
        """);
  }

  /** A TaskManager with four slots, of which the jobs need as many as their parallelism. */
  Process startTaskManager() throws IOException {
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(folder.resolve("conf").toString());
    TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    return start(
        "taskmanager-" + processes.size(),
        Arrays.asList(ProcessMemoryUtils.generateJvmParametersStr(spec).trim().split(" +")),
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        Arrays.asList(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec).trim().split(" +")));
  }

  private Process start(
      String name, List<String> jvmOptions, String mainClass, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    OPENED.forEach(each -> command.addAll(List.of("--add-opens", each)));
    Path conf = folder.resolve("conf");
    command.add("-Dlog4j2.configurationFile=" + conf.resolve("log4j.properties").toUri());
    command.addAll(List.of("-cp", distribution(), mainClass, "--configDir", conf.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static String distribution() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(each -> DISTRIBUTED.matcher(Path.of(each).getFileName().toString()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Uploads a jar, as the web page does; the name under which its jobs are started. */
  String upload(Path jar) throws IOException, InterruptedException {
    String boundary = "pointsman-job-jar";
    String head =
        """
        --%s\r
        Content-Disposition: form-data; name="jarfile"; filename="%s"\r
        Content-Type: application/x-java-archive\r
        \r
        """;
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head.formatted(boundary, jar.getFileName())),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    JsonNode answer = post("/jars/upload", "multipart/form-data; boundary=" + boundary, body);
    return Path.of(answer.get("filename").textValue()).getFileName().toString();
  }

  /** Starts a job of an uploaded jar; returns when all its tasks run. */
  String submit(String jar, Class<?> job, String... arguments)
      throws IOException, InterruptedException {
    var request = JSON.createObjectNode().put("entryClass", job.getName());
    for (String argument : arguments) {
      request.withArray("programArgsList").add(argument);
    }
    JsonNode answer =
        post(
            "/jars/" + jar + "/run",
            "application/json",
            BodyPublishers.ofString(request.toString()));
    String id = answer.get("jobid").textValue();
    await().atMost(PATIENCE).until(() -> isRunning(id));
    return id;
  }

  private boolean isRunning(String job) throws IOException, InterruptedException {
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      if (!vertex.get("status").textValue().equals("RUNNING")) {
        return false;
      }
    }
    return true;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(address(path)).build());
  }

  private JsonNode post(String path, String contentType, BodyPublisher body)
      throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", contentType)
            .POST(body)
            .build());
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() >= 300) {
      throw new IOException(request.uri() + " answered " + response.body());
    }
    return JSON.readTree(response.body());
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + restPort + path);
  }

  private static int[] freePorts() throws IOException {
    try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
