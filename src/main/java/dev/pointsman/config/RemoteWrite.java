package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code remote_write}: where {@code pointsman collect} takes what a Prometheus sends.
 *
 * @param path of the URL
 * @param token that a sender must show, or null where none is asked for
 * @param maxBytes of a request, unpacked
 */
public record RemoteWrite(
    HostPort listen,
    String path,
    MetricFilter metrics,
    @Nullable SecretSource token,
    int maxBytes) {

  private static final String DEFAULT_PATH = "/api/v1/write";
  private static final int DEFAULT_MAX_BYTES = 8 << 20;

  static final Section<RemoteWrite> SECTION =
      Section.of(
          "remote_write",
          "Where a running Prometheus sends what it scrapes.",
          ObjectType.of(
              "remote_write",
              required("listen", HostPort.WITH_PORT, "Such as 127.0.0.1:9095."),
              optional("path", HttpPath.SHAPE, "Of the URL; default /api/v1/write."),
              optional("metrics", Shapes.object(MetricFilter.TYPE), "What is taken of it."),
              SecretSource.env("token", "token that senders must show"),
              SecretSource.file("token", "token that senders must show"),
              optional("max_bytes", Scalars.SIZE, "Of a request, unpacked; default 8MB.")),
          RemoteWrite::read);

  private static @Nullable RemoteWrite read(Block block) {
    SecretSource token = SecretSource.read(block, "token", AgentKind.COLLECT);
    MetricFilter metrics = MetricFilter.read(block.block("metrics"));
    int maxBytes = ByteLimit.read(block, "max_bytes", DEFAULT_MAX_BYTES);
    HostPort listen = block.as("listen", text -> HostPort.parse(text, 0));
    if (listen != null && token == null && !isLoopback(listen.host())) {
      block.problem(
          "listen",
          "where others than this machine can write, token_env or token_file is needed:"
              + " what they write can start a failover");
    }
    return block.sound() && listen != null
        ? new RemoteWrite(listen, block.text("path", DEFAULT_PATH), metrics, token, maxBytes)
        : null;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(?:\\.[0-9]+){3}");
  }
}
