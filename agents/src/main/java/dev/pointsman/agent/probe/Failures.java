package dev.pointsman.agent.probe;

import dev.pointsman.agent.fault.LocalFaults;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.dns.DnsResponseCode;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/** Says in a few words for people what kept a run from its answer. */
public final class Failures {

  private static final String FATAL_ALERT = "Received fatal alert: ";

  /** As the JDK says whose name a certificate lacks. */
  private static final Pattern OTHER_NAME =
      Pattern.compile("matching (?:IP address )?(\\S+) found");

  /** The same words whichever way it shows, so that it is one fault. */
  static final String NAME_SERVERS_SILENT = "the name servers do not answer";

  private Failures() {}

  static Outcome explain(Throwable error, Duration elapsed) {
    String lacking = LocalFaults.of(error);
    if (lacking != null) {
      return Outcome.noAnswer(Reason.LOCAL_FAULT, lacking);
    }
    Throwable cause = unwrap(error);
    if (cause instanceof UnknownHostException) {
      return unresolved(cause);
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
      return handshake(cause, elapsed);
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

  /** Of whatever went wrong while TLS was to come about. */
  public static Outcome handshake(Throwable error, Duration elapsed) {
    String lacking = LocalFaults.of(error);
    if (lacking != null) {
      return Outcome.noAnswer(Reason.LOCAL_FAULT, lacking);
    }
    return new Outcome(Reason.TLS_FAILED, elapsed, "TLS: " + tls(error), List.of());
  }

  /** Of a secret that could not be had. */
  public static Outcome secret(RuntimeException error) {
    String lacking = LocalFaults.of(error);
    return lacking == null
        ? Outcome.noAnswer(Reason.SECRET_UNREADABLE, "a secret is missing: " + message(error))
        : Outcome.noAnswer(Reason.LOCAL_FAULT, lacking);
  }

  /** Whether it says something of this machine, and nothing of who was to be asked. */
  public static boolean isLocal(Throwable error) {
    return LocalFaults.of(error) != null;
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

  /**
   * A name that is not there, as name servers say who know it (RFC 2308), and name servers that say
   * nothing of it, are different things: the second is so of every name at once.
   */
  private static Outcome unresolved(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsErrorCauseException said
          && !said.getCode().equals(DnsResponseCode.NXDOMAIN)
          && !said.getCode().equals(DnsResponseCode.NOERROR)) {
        return Outcome.noAnswer(
            Reason.NAME_SERVERS_SILENT,
            "the name servers say " + Rcode.string(said.getCode().intValue()));
      }
      if (cause instanceof DnsNameResolverException) {
        return Outcome.noAnswer(Reason.NAME_SERVERS_SILENT, NAME_SERVERS_SILENT);
      }
    }
    return Outcome.noAnswer(Reason.UNRESOLVED, "unknown host");
  }

  /**
   * What went wrong with TLS, whether Netty says so or the JDK; a certificate that is not trusted
   * is told by its own reason.
   */
  public static String tls(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String told = certificate(cause);
      if (told == null) {
        told = connection(cause);
      }
      if (told != null) {
        return told;
      }
    }
    Throwable shown = error.getCause() instanceof CertPathValidatorException told ? told : error;
    String message = message(shown);
    return error instanceof SSLException || shown != error
        ? message
        : plain(error) + " during the handshake";
  }

  private static @Nullable String certificate(Throwable cause) {
    String message = message(cause);
    if (cause instanceof CertificateExpiredException) {
      return "a certificate of the server has expired";
    }
    if (cause instanceof CertificateNotYetValidException) {
      return "a certificate of the server is not valid yet";
    }
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      Matcher host = OTHER_NAME.matcher(message);
      return "the certificate is not for " + (host.find() ? host.group(1) : "this host");
    }
    return message.contains("unable to find valid certification path")
        ? "the certificate's issuer is not trusted"
        : null;
  }

  private static @Nullable String connection(Throwable cause) {
    String message = message(cause);
    if (cause instanceof NotSslRecordException || message.contains("nrecognized SSL message")) {
      return "the server does not speak TLS";
    }
    if (cause instanceof ClosedChannelException
        || message.startsWith("Connection closed while SSL/TLS handshake")
        || message.startsWith("Remote host terminated the handshake")) {
      return "the connection ended during the handshake";
    }
    int alert = message.indexOf(FATAL_ALERT);
    return alert < 0
        ? null
        : "the server refused: " + message.substring(alert + FATAL_ALERT.length());
  }

  private static String message(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** The message without the address that Netty adds, which the event names already. */
  private static String plain(Throwable cause) {
    return message(cause)
        .replaceAll("(: \\S*/\\S+:\\d+| \\(.*\\))$", "")
        .replaceAll("^recv\\w+\\(\\.\\.\\) failed: ", "")
        .toLowerCase(Locale.ROOT);
  }
}
