package dev.pointsman.agent.scrape;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of several targets. The JDK's ends for good where its own thread fails, as without
 * memory: then the next request has a new one.
 */
final class SharedClient {

  private final Supplier<HttpClient> maker;
  private HttpClient client;

  SharedClient(Supplier<HttpClient> maker) {
    this.maker = maker;
    this.client = maker.get();
  }

  /** The answer, or why there is none. */
  <T> CompletableFuture<HttpResponse<T>> send(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    HttpClient used = client();
    CompletableFuture<HttpResponse<T>> answer;
    try {
      answer = used.sendAsync(request, handler);
    } catch (RejectedExecutionException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    // Told to who waits by the answer itself.
    var unused =
        answer.whenComplete(
            (response, failure) -> {
              if (hasEnded(failure)) {
                renew(used);
              }
            });
    return answer;
  }

  /** Whether this says that a client is of no more use. */
  static boolean hasEnded(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof RejectedExecutionException
          || String.valueOf(each.getMessage()).contains("selector manager closed")) {
        return true;
      }
    }
    return false;
  }

  private synchronized HttpClient client() {
    return client;
  }

  private synchronized void renew(HttpClient ended) {
    if (client.equals(ended)) {
      client = maker.get();
    }
  }
}
