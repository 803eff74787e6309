package dev.pointsman.connector.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.util.http.SlackHttpClient;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.connector.http.ResponsePolicy;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.notify.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls Slack's Web API through Slack's own client, each call one attempt within the timeout, and
 * classifies what came of it; nothing that it logs or throws contains the token.
 */
public final class SlackClient implements AutoCloseable {

  /** The address of the public service. */
  public static final URI PUBLIC_ADDRESS = URI.create("https://slack.com/api/");

  private static final Logger LOG = LoggerFactory.getLogger(SlackClient.class);

  /** About one message a second goes to a channel. */
  private static final Duration RATE_LIMIT_PAUSE = Duration.ofSeconds(1);

  private static final Set<String> TOO_MANY =
      Set.of("ratelimited", "rate_limited", "message_limit_exceeded");

  /** Other errors that pass; every one that is in neither set will come again. */
  private static final Set<String> TRANSIENT =
      Set.of("fatal_error", "internal_error", "request_timeout", "service_unavailable");

  private final Slack slack;
  private final MethodsClient methods;
  private final Secret token;
  private final Duration timeout;
  private final ResponsePolicy responses =
      new ResponsePolicy(InstantSource.system(), RATE_LIMIT_PAUSE);

  /** One call of the API. */
  @FunctionalInterface
  interface Call<T extends SlackApiTextResponse> {
    T on(MethodsClient methods) throws IOException, SlackApiException;
  }

  /**
   * What a call came to: an answer of Slack's, or the reason why there is none that can be used.
   */
  sealed interface Outcome<T> {
    record Success<T>(T response) implements Outcome<T> {}

    /**
     * Slack said no.
     *
     * @param error its code for it
     */
    record Refusal<T>(String error, Answer answer) implements Outcome<T> {}

    record NoAnswer<T>(Answer answer) implements Outcome<T> {}
  }

  /**
   * A client for one workspace.
   *
   * @param address with the {@code /api/} at its end
   * @param timeout for a whole call
   */
  public SlackClient(URI address, Secret token, Duration timeout) {
    this.token = token;
    this.timeout = timeout;
    var config = new SlackConfig();
    String prefix = address.toString();
    config.setMethodsEndpointUrlPrefix(prefix.endsWith("/") ? prefix : prefix + "/");
    int millis = Math.toIntExact(timeout.toMillis());
    config.setHttpClientCallTimeoutMillis(millis);
    config.setHttpClientReadTimeoutMillis(millis);
    config.setHttpClientWriteTimeoutMillis(millis);
    // Statistics cost an extra auth.test, whose log line contains half of the token.
    config.setStatsEnabled(false);
    // These print requests and responses.
    config.getHttpClientResponseHandlers().clear();
    var http =
        SlackHttpClient.buildOkHttpClient(config)
            .newBuilder()
            // A request sent again behind our back would be a second message.
            .retryOnConnectionFailure(false)
            .build();
    var client = new SlackHttpClient(http);
    client.setConfig(config);
    this.slack = Slack.getInstance(config, client);
    this.methods = slack.methods(token.reveal());
  }

  <T extends SlackApiTextResponse> Outcome<T> call(Call<T> call) throws InterruptedException {
    try {
      T response = call.on(methods);
      if (response.isOk()) {
        return new Outcome.Success<>(response);
      }
      return refusal(response.getError());
    } catch (SlackApiException e) {
      String retryAfter = e.getResponse().header("Retry-After");
      String said = token.hideIn(e.getResponseBody() == null ? "" : e.getResponseBody());
      return new Outcome.NoAnswer<>(responses.classify(e.getResponse().code(), retryAfter, said));
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return new Outcome.NoAnswer<>(responses.timedOut(timeout));
    } catch (IOException e) {
      return new Outcome.NoAnswer<>(responses.classify(e));
    } catch (RuntimeException e) {
      // Slack's client throws whatever its parser throws on an answer that is not Slack's.
      return new Outcome.NoAnswer<>(
          new Answer.Retry(
              "an answer that is not Slack's (" + e.getClass().getSimpleName() + ")", null, true));
    }
  }

  private <T> Outcome<T> refusal(@Nullable String error) {
    if (error == null) {
      return new Outcome.NoAnswer<>(new Answer.Retry("an answer that is not Slack's", null, true));
    }
    String reason = Excerpt.forReason(token.hideIn(error));
    if (TOO_MANY.contains(error)) {
      return new Outcome.Refusal<>(error, responses.tooMany(reason, null));
    }
    return new Outcome.Refusal<>(
        error,
        TRANSIENT.contains(error)
            ? new Answer.Retry(reason, null, true)
            : new Answer.Rejected(reason));
  }

  /** The answer that a call without success amounts to. */
  static Answer failure(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Refusal<?> refusal) {
      return refusal.answer();
    }
    return ((Outcome.NoAnswer<?>) outcome).answer();
  }

  @Override
  public void close() {
    try {
      slack.close();
    } catch (Exception e) {
      // Closing a pool of idle connections: nothing of a delivery can be lost any more.
      LOG.warn("the connections to Slack were not closed: {}", e.getClass().getName());
    }
  }
}
