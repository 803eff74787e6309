package dev.pointsman.bench.latency;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Asks each target every few milliseconds, and pages as soon as it may. */
record TestingWatcher() implements Watcher {

  @Override
  public Watching start(Scene scene, Path folder) {
    var http = HttpClient.newHttpClient();
    var watching = new Watching();
    var threads = Executors.newSingleThreadScheduledExecutor();
    watching.add(threads::shutdownNow);
    for (Trial each : scene.trials()) {
      var failed = new int[1];
      Runnable look =
          () -> {
            HttpRequest question = HttpRequest.newBuilder(scene.target(each)).build();
            if (status(http, question) == 503 && ++failed[0] == Trial.DECISIVE) {
              status(http, page(scene.pager(), each.name()));
            }
          };
      var unused = threads.scheduleWithFixedDelay(look, 0, 5, TimeUnit.MILLISECONDS);
    }
    return watching;
  }

  private static HttpRequest page(URI pager, String name) {
    String event = "{\"event_action\": \"trigger\", \"dedup_key\": \"%s\"}".formatted(name);
    return HttpRequest.newBuilder(pager).POST(BodyPublishers.ofString(event)).build();
  }

  private static int status(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0; // the scene has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
