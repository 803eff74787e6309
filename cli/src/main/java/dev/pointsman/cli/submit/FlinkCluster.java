package dev.pointsman.cli.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster that is already there, reached over its REST API; every failure is a {@link
 * CannotSubmitException} that names its address.
 *
 * @see <a href="https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/rest_api/">REST
 *     API</a>
 */
final class FlinkCluster {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /** A job's main may look for Kafka, and a jar may go over a slow line. */
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);

  private static final String BOUNDARY = "pointsman-job-jar";

  /** Whatever the file is called: the name becomes part of an address. */
  private static final String JAR_NAME = "pointsman-jobs.jar";

  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  /** The cluster whose web page is at {@code address}, an absolute http or https URL. */
  FlinkCluster(URI address) {
    this.address = address.toString().replaceFirst("/+$", "");
  }

  /**
   * What to start of a jar.
   *
   * @param parallelism null for the cluster's default
   * @param savepoint from where to go on, or null to begin anew
   */
  record Run(
      Class<?> job,
      List<String> arguments,
      @Nullable Integer parallelism,
      @Nullable String savepoint) {}

  /** Says no where there is no Flink that takes jars. */
  void requireSubmission() throws InterruptedException {
    HttpResponse<String> response = send(request("/config").GET());
    JsonNode config = json(response);
    if (response.statusCode() != 200 || !config.has("flink-version")) {
      throw new CannotSubmitException(
          address + " is not a Flink: it answers " + response.statusCode() + " to /config");
    }
    if (!config.path("features").path("web-submit").asBoolean(true)) {
      throw new CannotSubmitException(
          "Flink at "
              + address
              + " takes no jars: set web.submit.enable to true there, or use its own 'flink run'");
    }
  }

  /** Uploads a jar; the name under which its jobs are started. */
  String upload(Path jar) throws IOException, InterruptedException {
    String head =
        """
        --%s\r
        Content-Disposition: form-data; name="jarfile"; filename="%s"\r
        Content-Type: application/x-java-archive\r
        \r
        """;
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head.formatted(BOUNDARY, JAR_NAME)),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    JsonNode answer =
        accepted(
            request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body),
            "does not take the jar");
    String file = answer.path("filename").asText();
    // Flink answers with the whole path on its own machine, of whatever kind that is.
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  /** Starts a job of an uploaded jar; its id. */
  String start(String jar, Run run) throws InterruptedException {
    var wanted = JSON.createObjectNode().put("entryClass", run.job().getName());
    run.arguments().forEach(wanted.putArray("programArgsList")::add);
    if (run.parallelism() != null) {
      wanted.put("parallelism", run.parallelism());
    }
    if (run.savepoint() != null) {
      wanted.put("savepointPath", run.savepoint());
    }
    JsonNode answer =
        accepted(
            request("/jars/" + jar + "/run")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(wanted.toString())),
            "did not start the job");
    return answer.path("jobid").asText();
  }

  /** Removes an uploaded jar; jobs that run keep their own copy of it. */
  void delete(String jar) throws InterruptedException {
    accepted(request("/jars/" + jar).DELETE(), "does not remove the uploaded jar " + jar);
  }

  /** The web page of a job. */
  String pageOf(String job) {
    return address + "/#/job/running/" + job + "/overview";
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER_LIMIT);
  }

  private JsonNode accepted(HttpRequest.Builder request, String otherwise)
      throws InterruptedException {
    HttpResponse<String> response = send(request);
    JsonNode answer = json(response);
    if (response.statusCode() >= 300) {
      throw new CannotSubmitException(
          "Flink at " + address + " " + otherwise + ": " + FlinkFailure.message(answer));
    }
    return answer;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CannotSubmitException(
          "Flink at " + address + " cannot be reached: " + reason(e), e);
    }
  }

  /** The client's exceptions often have no message of their own. */
  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "its host is not known";
      }
    }
    if (e instanceof HttpTimeoutException) {
      return "it does not answer";
    }
    if (e instanceof ConnectException) {
      return "the connection is refused";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** A missing node where the answer is no JSON. */
  private static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
