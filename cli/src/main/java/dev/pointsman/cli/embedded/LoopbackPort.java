package dev.pointsman.cli.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port that was free on loopback when it was made.
 *
 * @param purpose what it is for, as in "port 9092 for Kafka is taken"
 * @param option the option of the command line that chooses another one
 */
public record LoopbackPort(int number, String purpose, String option) {

  public static final String HOST = "127.0.0.1";

  /**
   * Below the ports that Linux, macOS and Windows give to outgoing connections: one of those may be
   * taken before its server starts.
   */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;
  private static final int ATTEMPTS = 1_000;

  /** Never the same twice in a row, as a port is free until somebody listens on it. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  /**
   * Port {@code wanted}, or any free one for 0.
   *
   * @throws CannotStartException naming the port and the option when it is taken
   */
  public static LoopbackPort claim(int wanted, String purpose, String option) {
    if (wanted != 0) {
      return claimOne(wanted, purpose, option);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return claimOne(next(), purpose, option);
      } catch (CannotStartException e) {
        if (attempt == ATTEMPTS) {
          throw new CannotStartException("no free port on " + HOST, e);
        }
      }
    }
  }

  private static int next() {
    return FIRST + NEXT.getAndUpdate(each -> (each + 1) % COUNT);
  }

  private static LoopbackPort claimOne(int wanted, String purpose, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      // A port whose last connections are still in TIME_WAIT is free for us.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return new LoopbackPort(socket.getLocalPort(), purpose, option);
    } catch (IOException e) {
      throw new LoopbackPort(wanted, purpose, option).taken(e);
    }
  }

  /** What to tell the user when somebody else came first. */
  public CannotStartException taken(Exception cause) {
    return new CannotStartException(
        "port "
            + number
            + " for "
            + purpose
            + " is taken: stop what listens there, or choose another with "
            + option
            + " (0 for any free one)",
        cause);
  }

  /** host:port */
  public String address() {
    return HOST + ":" + number;
  }
}
