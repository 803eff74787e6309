package dev.pointsman.agent.probe;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells by an error that this machine kept a run from asking anybody. Java has no types for that,
 * only the system's own words (errno, connect(2) and socket(2)).
 */
final class LocalFaults {

  /** The first that is found says it: one has another in it. */
  private static final Map<String, String> BY_WORDS = new LinkedHashMap<>();

  static {
    BY_WORDS.put(
        "too many open files in system", "too many open files on this machine: see fs.file-max");
    BY_WORDS.put("too many open files", "too many open files: see LimitNOFILE, or ulimit -n");
    String ports = "no port is free to connect from: see net.ipv4.ip_local_port_range";
    BY_WORDS.put("cannot assign requested address", ports);
    BY_WORDS.put("address already in use", ports);
    String forbidden = "this machine forbids it: see its own firewall";
    BY_WORDS.put("operation not permitted", forbidden);
    BY_WORDS.put("permission denied", forbidden);
    String memory = "this machine has no memory left";
    BY_WORDS.put("no buffer space available", memory);
    BY_WORDS.put("cannot allocate memory", memory);
  }

  private LocalFaults() {}

  /** What is lacking and where to look, or null where the error is of another kind. */
  static @Nullable String of(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return "out of memory: see -Xmx";
      }
      // In what TLS says there may be words of the server.
      if (cause instanceof IOException && !(cause instanceof SSLException)) {
        String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> each : BY_WORDS.entrySet()) {
          if (words.contains(each.getKey())) {
            return each.getValue();
          }
        }
      }
    }
    return null;
  }
}
