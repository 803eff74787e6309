package dev.pointsman.agent.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one run of a check, which any thread can end at any moment: so a deadline holds
 * over connecting, TLS, writing and reading alike.
 */
final class Attempt implements AutoCloseable {

  private final long startNanos = System.nanoTime();
  private @Nullable Socket socket;
  private boolean closed;

  /** Connects, and ends the connection before if there was one. */
  Socket connect(String host, int port) throws IOException {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    Socket fresh = open();
    fresh.setTcpNoDelay(true);
    fresh.connect(address);
    return fresh;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (socket != null) {
      socket.close();
    }
  }

  private synchronized Socket open() throws IOException {
    if (closed) {
      throw new SocketException("the attempt is over");
    }
    if (socket != null) {
      socket.close();
    }
    socket = new Socket();
    return socket;
  }
}
