package dev.pointsman.agent.fault;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells by an error that this machine kept a run from asking anybody. Java has no types for that,
 * only the system's own words (errno, connect(2) and socket(2)).
 */
public final class LocalFaults {

  private static final String FORBIDDEN = "this machine forbids it: see its own firewall";

  /** The first that is found says it: one has another in it. */
  private static final Map<String, String> BY_WORDS = new LinkedHashMap<>();

  static {
    BY_WORDS.put(
        "too many open files in system", "too many open files on this machine: see fs.file-max");
    BY_WORDS.put("too many open files", "too many open files: see LimitNOFILE, or ulimit -n");
    String ports = "no port is free to connect from: see net.ipv4.ip_local_port_range";
    BY_WORDS.put("cannot assign requested address", ports);
    BY_WORDS.put("address already in use", ports);
    BY_WORDS.put("operation not permitted", FORBIDDEN);
    BY_WORDS.put("permission denied", FORBIDDEN);
    String memory = "this machine has no memory left";
    BY_WORDS.put("no buffer space available", memory);
    BY_WORDS.put("cannot allocate memory", memory);
  }

  private LocalFaults() {}

  /** What is lacking and where to look, or null where the error is of another kind. */
  public static @Nullable String of(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return "out of memory: see -Xmx";
      }
      // In what TLS says there may be words of the server.
      if (cause instanceof IOException && !(cause instanceof SSLException)) {
        boolean isFile =
            cause instanceof FileNotFoundException || cause instanceof FileSystemException;
        String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> each : BY_WORDS.entrySet()) {
          // What a file forbids, no firewall does.
          if (words.contains(each.getKey()) && !(isFile && each.getValue().equals(FORBIDDEN))) {
            return each.getValue();
          }
        }
      }
    }
    return null;
  }
}
