package dev.pointsman.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.event.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Debian's Prometheus as a process. */
public final class TestingPrometheus implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private final TestingProcess process;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestingPrometheus(int port, TestingProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one that listens.
   *
   * @param config in which {@code $PORT} stands for its own port
   */
  public static TestingPrometheus start(Path folder, String config) throws IOException {
    String program = TestingProcess.program("prometheus", "prometheus");
    int port = TestingProcess.freePort();
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"), config.replace("$PORT", Integer.toString(port)));
    List<String> command =
        List.of(
            program,
            "--config.file=" + file,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port);
    TestingProcess process = TestingProcess.start(folder.resolve("prometheus.log"), command);
    return new TestingPrometheus(port, process.awaitPort(port));
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** The newest finite values of a PromQL selector as it has stored them, by name and labels. */
  public Map<String, Double> query(String selector) {
    String query = URLEncoder.encode(selector, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url("/api/v1/query?query=" + query))).build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      var values = new HashMap<String, Double>();
      for (JsonNode series : JSON.readTree(answer.body()).at("/data/result")) {
        var labels = new TreeMap<String, String>();
        series
            .get("metric")
            .properties()
            .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        String name = labels.remove("__name__");
        String value = series.at("/value/1").asText();
        if (!value.endsWith("Inf") && !value.equals("NaN")) {
          values.put(name + Labels.of(labels), Double.valueOf(value));
        }
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** All that it has logged. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }
}
