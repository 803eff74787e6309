package dev.pointsman.agent.scrape;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target that answers with just the bytes that a test wants, each connection by itself. */
final class TestingTarget implements AutoCloseable {

  /** What is done with a request. */
  interface Script {
    void answer(String head, OutputStream out) throws IOException;
  }

  private final ServerSocket listening;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  TestingTarget(Script script) {
    this.script = script;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread(this::accept);
  }

  /** A whole answer that is right, of a content type. */
  static Script whole(String contentType, byte[] body, String... moreHeaders) {
    return (head, out) -> {
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: "
                  + contentType
                  + "\r\nContent-Length: "
                  + body.length
                  + "\r\n"
                  + String.join("", moreHeaders)
                  + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(body);
    };
  }

  static Script metrics(String text) {
    return whole("text/plain; version=0.0.4", text.getBytes(StandardCharsets.UTF_8));
  }

  /** These bytes and then the end of the connection. */
  static Script raw(String bytes) {
    return (head, out) -> out.write(bytes.getBytes(StandardCharsets.UTF_8));
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket socket = listening.accept();
        open.add(socket);
        thread(() -> serve(socket));
      }
    } catch (IOException e) {
      requests.add("no more: " + e.getMessage());
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        requests.add(head);
        script.answer(head, socket.getOutputStream());
        socket.getOutputStream().flush();
        if (!head.contains("/keep")) {
          return;
        }
      }
    } catch (IOException e) {
      // The scraper broke off, as it should where the test says so.
      requests.add("broke off");
    } finally {
      open.remove(socket);
    }
  }

  private static String head(BufferedReader in) throws IOException {
    var head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  private static void thread(Runnable task) {
    var thread = new Thread(task, "testing target");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/metrics";
  }

  /** The heads of the requests so far, and a word for each connection that broke off. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
