package dev.pointsman.agent.probe.tls;

import dev.pointsman.agent.TestingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's nginx with servers as a test wants them, each on a port of its own. */
public final class TestingNginx implements AutoCloseable {

  private final TestingProcess process;

  private TestingNginx(TestingProcess process) {
    this.process = process;
  }

  /** Gathers servers, and starts them. */
  public static final class Builder {

    private final Path folder;
    private final List<String> servers = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** A server that speaks TLS; returns its port. */
    public int tls(String certificate, String protocols, String... lines) {
      return tlsWith("ALL", certificate, protocols, lines);
    }

    /** As the other, with ciphers as OpenSSL names them. */
    public int tlsWith(String ciphers, String certificate, String protocols, String... lines) {
      int port = TestingProcess.freePort();
      add(
          port,
          "ssl",
          """
          ssl_certificate %1$s.pem;
          ssl_certificate_key %1$s.key;
          ssl_protocols %2$s;
          ssl_ciphers "%3$s:@SECLEVEL=0";
          %4$s
          """
              .formatted(certificate, protocols, ciphers, String.join("\n", lines)));
      return port;
    }

    /** A server that speaks plain HTTP; returns its port. */
    public int http(String... lines) {
      int port = TestingProcess.freePort();
      add(port, "", String.join("\n", lines));
      return port;
    }

    /** A server that speaks HTTP/2 and nothing else, without TLS; returns its port. */
    public int http2(String... lines) {
      int port = TestingProcess.freePort();
      add(port, "http2", String.join("\n", lines));
      return port;
    }

    private void add(int port, String how, String lines) {
      ports.add(port);
      servers.add(
          "server { listen 127.0.0.1:%d %s; server_name _; %s location / { return 200 \"fine\"; } }"
              .formatted(port, how, lines));
    }

    public TestingNginx start() {
      String nginx = TestingProcess.program("nginx", "nginx-light");
      Path config = folder.resolve("nginx.conf");
      try {
        Files.writeString(
            config,
            """
            daemon off;
            pid nginx.pid;
            error_log stderr;
            worker_processes 1;
            events { worker_connections 256; }
            http {
              log_format resumed "$ssl_session_reused";
              access_log access.log resumed;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              %s
            }
            """
                .formatted(String.join("\n", servers)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      TestingProcess process =
          TestingProcess.start(
              folder.resolve("nginx.log"),
              List.of(nginx, "-p", folder.toString(), "-e", "stderr", "-c", config.toString()));
      ports.forEach(process::awaitPort);
      return new TestingNginx(process);
    }
  }

  /** Files are relative to this folder. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** For each request whether its TLS session was resumed: {@code r}, else a dot. */
  public static List<String> resumed(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("access.log"));
  }

  @Override
  public void close() {
    process.close();
  }
}
