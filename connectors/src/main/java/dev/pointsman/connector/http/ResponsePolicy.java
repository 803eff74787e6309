package dev.pointsman.connector.http;

import dev.pointsman.notify.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies, once and for every receiver, what an HTTP call came to when it did not succeed: what
 * may work later is to be retried, anything else never will be.
 *
 * @param clock for a Retry-After that is a date
 * @param pause after too many requests, where the receiver does not say how long
 */
public record ResponsePolicy(InstantSource clock, Duration pause) {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;

  /**
   * Classifies a status outside 2xx.
   *
   * @param retryAfter the header of that name
   * @param said what the receiver said about it, already without secrets
   */
  public Answer classify(int status, @Nullable String retryAfter, String said) {
    String reason = "HTTP " + status + (said.isEmpty() ? "" : ": " + Excerpt.forReason(said));
    if (status == TOO_MANY_REQUESTS) {
      return tooMany(reason, retryAfter(retryAfter));
    }
    if (status == REQUEST_TIMEOUT || status >= 500) {
      return new Answer.Retry(reason, retryAfter(retryAfter), true);
    }
    if (status >= 300 && status < 400) {
      return new Answer.Rejected(reason + " (a redirect: is the address right?)");
    }
    return new Answer.Rejected(reason);
  }

  /** Classifies a refusal because of the number of requests; such a one was not taken. */
  public Answer tooMany(String reason, @Nullable Duration askedFor) {
    return new Answer.Retry(reason, askedFor == null ? pause : askedFor, false);
  }

  /** Classifies a call that got no answer. */
  public Answer classify(IOException failure) {
    boolean neverLeft = false;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      neverLeft |=
          each instanceof ConnectException
              || each instanceof HttpConnectTimeoutException
              || each instanceof UnknownHostException
              || each instanceof UnresolvedAddressException
              || each instanceof NoRouteToHostException
              || each instanceof SSLHandshakeException;
    }
    // The message may quote the request; the kind of failure says enough.
    String kind = neverLeft ? "no connection" : "the connection broke";
    return new Answer.Retry(
        kind + " (" + failure.getClass().getSimpleName() + ")", null, !neverLeft);
  }

  /** Classifies a call that was given up after {@code timeout}. */
  public Answer timedOut(Duration timeout) {
    return new Answer.Retry("no answer within " + timeout.toMillis() + " ms", null, true);
  }

  /** Seconds, or a date (RFC 9110, 10.2.3); null where it is neither. */
  @Nullable Duration retryAfter(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Duration wait =
          Duration.between(
              clock.instant(),
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null; // a header that nobody can read asks for nothing
    }
  }
}
