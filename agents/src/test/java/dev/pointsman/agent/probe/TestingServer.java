package dev.pointsman.agent.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on loopback that treats each connection as it is told, also badly. */
public final class TestingServer implements AutoCloseable {

  /** What is done with a connection; it is closed afterwards. */
  public interface Behaviour {
    void treat(Connection connection) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private TestingServer(Behaviour behaviour) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.behaviour = behaviour;
  }

  public static TestingServer start(Behaviour behaviour) throws IOException {
    var started = new TestingServer(behaviour);
    var thread = new Thread(started::acceptAll, "testing server");
    thread.setDaemon(true);
    thread.start();
    return started;
  }

  /** Answers each request with this head and no body. */
  public static TestingServer answering(String... head) throws IOException {
    return start(
        connection -> {
          connection.readRequest();
          connection.write(String.join("\r\n", head) + "\r\n\r\n");
        });
  }

  /** Takes requests and says nothing. */
  public static TestingServer hanging() throws IOException {
    return start(
        connection -> {
          connection.readRequest();
          connection.awaitEnd();
        });
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** The heads of all requests so far. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** One connection, as its behaviour sees it. */
  public final class Connection {

    private final Socket socket;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    public void readRequest() throws IOException {
      InputStream in = socket.getInputStream();
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      requests.add(head.toString());
    }

    /** Takes whatever comes first, so that the end which follows is not a reset. */
    public void readSome() throws IOException {
      var unused = socket.getInputStream().read(new byte[16 * 1024]);
    }

    public void write(String text) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
    }

    /** Waits until the server is closed or {@code millis} have passed. */
    public void pause(long millis) throws InterruptedException {
      closed.await(millis, TimeUnit.MILLISECONDS);
    }

    public void awaitEnd() throws InterruptedException {
      closed.await();
    }
  }

  private void acceptAll() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        var thread = new Thread(() -> treat(socket), "testing connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        if (closed.getCount() > 0) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void treat(Socket socket) {
    try (socket) {
      behaviour.treat(new Connection(socket));
    } catch (IOException e) {
      // The client went away, which is for its test to judge.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
