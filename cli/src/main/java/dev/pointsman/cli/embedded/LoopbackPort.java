package dev.pointsman.cli.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port that was free on loopback when it was made.
 *
 * @param option the option of the command line that chooses another one
 */
public record LoopbackPort(int number, String option) {

  public static final String HOST = "127.0.0.1";

  /**
   * Port {@code wanted}, or any free one for 0.
   *
   * @throws CannotStartException naming the port and the option when it is taken
   */
  public static LoopbackPort claim(int wanted, String purpose, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      // A port whose last connections are still in TIME_WAIT is free for us.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return new LoopbackPort(socket.getLocalPort(), option);
    } catch (IOException e) {
      if (wanted == 0) {
        throw new UncheckedIOException("no free port on " + HOST, e);
      }
      throw taken(wanted, purpose, option, e);
    }
  }

  static CannotStartException taken(int port, String purpose, String option, Exception cause) {
    return new CannotStartException(
        "port "
            + port
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
