package dev.pointsman.connector.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to one address and waits for the whole answer, no longer than the timeout, also where
 * it comes byte by byte; never follows a redirect, since the body carries a secret.
 */
public final class JsonPost {

  /** More of an answer than this is of no use to anybody. */
  private static final int BODY_LIMIT = 64 * 1024;

  private final HttpClient client;
  private final URI address;
  private final Duration timeout;

  /** An answer, whatever its status. */
  public record Response(int status, @Nullable String retryAfter, String body) {}

  public JsonPost(URI address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * Sends {@code json}.
   *
   * @throws TimeoutException where the answer is not complete in time
   * @throws IOException where there is no answer
   */
  public Response send(byte[] json) throws IOException, InterruptedException, TimeoutException {
    var body = new LimitedBody();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build();
    var call =
        client.sendAsync(
            request, BodyHandlers.ofByteArrayConsumer(chunk -> chunk.ifPresent(body::add)));
    try {
      // HttpRequest.timeout() ends with the headers; this covers a body that drips, too.
      HttpResponse<Void> response = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Response(
          response.statusCode(),
          response.headers().firstValue("Retry-After").orElse(null),
          body.text());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      call.cancel(true);
    }
  }

  private static final class LimitedBody {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    synchronized void add(byte[] chunk) {
      bytes.write(chunk, 0, Math.min(chunk.length, BODY_LIMIT - bytes.size()));
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
