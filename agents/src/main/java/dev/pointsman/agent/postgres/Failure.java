package dev.pointsman.agent.postgres;

import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.connector.http.Secret;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why an instance gave no answer.
 *
 * @param message for people; on one short line, without secrets
 * @param silence whether no machine said anything at all
 */
record Failure(Reason reason, String message, boolean silence) {

  /** What people have to look at. */
  enum Reason {
    UNREACHABLE,
    TIMEOUT,
    STARTING,
    TLS,
    AUTHENTICATION,
    DATABASE,
    PERMISSION,
    TOO_MANY_CONNECTIONS,
    OTHER;

    /** The value of the label {@code reason}. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** SQLSTATEs, and classes of them by their first two characters. */
  private static final Map<String, Reason> BY_STATE =
      Map.ofEntries(
          Map.entry("08004", Reason.AUTHENTICATION),
          Map.entry("28", Reason.AUTHENTICATION),
          Map.entry("3D", Reason.DATABASE),
          Map.entry("42501", Reason.PERMISSION),
          Map.entry("53300", Reason.TOO_MANY_CONNECTIONS),
          Map.entry("57014", Reason.TIMEOUT),
          Map.entry("57P01", Reason.UNREACHABLE),
          Map.entry("57P02", Reason.UNREACHABLE),
          Map.entry("57P03", Reason.STARTING));

  /** The SQLSTATE of a server that refused to connect, as where it has no TLS. */
  private static final String REFUSED = "08004";

  private static final String NO_TLS = " (sslmode: disable asks without TLS)";

  /**
   * What an exception of the driver, or of a question, means.
   *
   * @param password which a server may have quoted; null where none was used
   */
  static Failure of(Throwable thrown, @Nullable Secret password) {
    Failure found = of(thrown);
    String message = password == null ? found.message : password.hideIn(found.message);
    return new Failure(found.reason, Excerpt.forReason(message), found.silence);
  }

  private static Failure of(Throwable thrown) {
    String message = Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
    if (message.contains(NamedHostVerifier.class.getName())) {
      // The driver says so, in the language of the JVM, and gives neither cause nor state.
      return new Failure(Reason.TLS, "the server's certificate is for another host", false);
    }
    Reason byCause = byCause(thrown);
    if (byCause != null) {
      return new Failure(byCause, withRoot(message, thrown), NoAnswerException.isSilence(thrown));
    }
    Reason byState = byState(thrown);
    boolean tls = byState == Reason.AUTHENTICATION && message.contains("SSL");
    boolean refused = thrown instanceof SQLException sql && REFUSED.equals(sql.getSQLState());
    return new Failure(
        tls ? Reason.TLS : byState, tls && refused ? message + NO_TLS : message, false);
  }

  private static @Nullable Reason byCause(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SocketTimeoutException) {
        return Reason.TIMEOUT;
      }
      if (each instanceof SSLException
          || each instanceof GeneralSecurityException
          || each instanceof FileNotFoundException) {
        return Reason.TLS; // the only file that the driver reads is the root certificate
      }
      if (each instanceof SocketException || each instanceof UnknownHostException) {
        return Reason.UNREACHABLE;
      }
    }
    return null;
  }

  private static Reason byState(Throwable thrown) {
    String state = thrown instanceof SQLException sql ? sql.getSQLState() : null;
    if (state == null || state.length() != 5) {
      return Reason.OTHER;
    }
    Reason exact = BY_STATE.get(state);
    if (exact != null) {
      return exact;
    }
    return state.startsWith("08")
        ? Reason.UNREACHABLE
        : BY_STATE.getOrDefault(state.substring(0, 2), Reason.OTHER);
  }

  /** The driver often says only that the connection failed, and its cause says why. */
  private static String withRoot(String message, Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "unknown host";
    }
    String why = Objects.requireNonNullElse(root.getMessage(), root.toString());
    return message.contains(why) ? message : message + " (" + why + ")";
  }

  /** Whether a connection on which this happened can be of no more use. */
  static boolean endsConnection(SQLException thrown) {
    String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
    return state.startsWith("08") || state.startsWith("57P");
  }
}
