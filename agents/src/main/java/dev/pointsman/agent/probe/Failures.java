package dev.pointsman.agent.probe;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in a few words for people what kept a run from its answer. */
public final class Failures {

  private static final String FATAL_ALERT = "Received fatal alert: ";

  private Failures() {}

  static Outcome explain(Throwable error, Duration elapsed) {
    Throwable cause = unwrap(error);
    if (cause instanceof UnknownHostException) {
      return Outcome.noAnswer(Reason.UNRESOLVED, unresolved(cause));
    }
    if (cause instanceof NoRouteToHostException || isUnreachable(cause)) {
      return Outcome.noAnswer(Reason.UNREACHABLE, plain(cause));
    }
    if (cause instanceof PortUnreachableException) {
      return Outcome.noAnswer(Reason.REFUSED, "connection refused");
    }
    if (cause instanceof ConnectException) {
      boolean refused = plain(cause).startsWith("connection refused");
      return Outcome.noAnswer(refused ? Reason.REFUSED : Reason.UNREACHABLE, plain(cause));
    }
    if (cause instanceof SSLException) {
      return new Outcome(Reason.TLS_FAILED, elapsed, "TLS: " + tls(cause), List.of());
    }
    if (cause instanceof TooLongFrameException) {
      return Outcome.noAnswer(Reason.PROTOCOL_ERROR, plain(cause));
    }
    if (cause instanceof ClosedChannelException) {
      return Outcome.noAnswer(Reason.BROKEN_OFF, "the connection ended before the response did");
    }
    if (cause instanceof IOException) {
      return Outcome.noAnswer(Reason.BROKEN_OFF, plain(cause));
    }
    return Outcome.noAnswer(Reason.CHECK_FAILED, "the check failed by itself: " + cause);
  }

  /** Whether the machine itself said that nobody listens, and not something on the way to it. */
  static boolean isRefusal(Throwable error) {
    return explain(error, Duration.ZERO).reason() == Reason.REFUSED;
  }

  private static Throwable unwrap(Throwable error) {
    Throwable cause = error;
    while (cause instanceof DecoderException
        && cause.getCause() != null
        && !(cause instanceof TooLongFrameException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isUnreachable(Throwable cause) {
    return cause instanceof SocketException
        && !(cause instanceof PortUnreachableException)
        && plain(cause).contains("unreachable");
  }

  /** A name that is not there, and name servers that do not answer, are different things. */
  private static String unresolved(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsNameResolverException && !(cause instanceof DnsErrorCauseException)) {
        return "the name servers do not answer";
      }
    }
    return "unknown host";
  }

  /** What went wrong with TLS; a certificate that is not trusted is told by its own reason. */
  public static String tls(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String told = certificate(cause);
      if (told != null) {
        return told;
      }
    }
    // Netty says so by a class of its own, the JDK by a text.
    if (error instanceof NotSslRecordException
        || String.valueOf(error.getMessage()).contains("nrecognized SSL message")) {
      return "the server does not speak TLS";
    }
    Throwable shown = error.getCause() instanceof CertPathValidatorException told ? told : error;
    String message = shown.getMessage() == null ? shown.toString() : shown.getMessage();
    if (message.startsWith(FATAL_ALERT)) {
      return "the server refused: " + message.substring(FATAL_ALERT.length());
    }
    return message;
  }

  private static @Nullable String certificate(Throwable cause) {
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    if (cause instanceof CertificateExpiredException) {
      return "a certificate of the server has expired";
    }
    if (cause instanceof CertificateNotYetValidException) {
      return "a certificate of the server is not valid yet";
    }
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "the certificate is not for this host: " + message;
    }
    return message.contains("unable to find valid certification path")
        ? "the certificate's issuer is not trusted"
        : null;
  }

  /** The message without the address that Netty adds, which the event names already. */
  private static String plain(Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message
        .replaceAll("(: \\S*/\\S+:\\d+| \\(.*\\))$", "")
        .replaceAll("^recv\\w+\\(\\.\\.\\) failed: ", "")
        .toLowerCase(Locale.ROOT);
  }
}
