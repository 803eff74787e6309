package dev.pointsman.agent.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network of its own for the connections to one loopback port, which can be cut and mended. */
final class TestingProxy implements AutoCloseable {

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  TestingProxy(int target) throws IOException {
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Ends all connections and refuses new ones. */
  void cut() {
    isCut = true;
    open.forEach(TestingProxy::end);
  }

  void mend() {
    isCut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        if (isCut) {
          end(client);
          continue;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(server);
        start(() -> pass(client, server));
        start(() -> pass(server, client));
        if (isCut) {
          end(client);
          end(server);
        }
      } catch (IOException e) {
        // The door is closed, or nobody is behind it; the client notices.
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of them has gone; so must the other.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "testing proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
