package dev.pointsman.cli.embedded;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.EligibleLeaderReplicasVersion;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node, broker and controller, in this process and on loopback: what it acknowledged is
 * there after the process was killed and started again.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final int NODE_ID = 1;

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts on what {@code folder} holds, or on a new log.
   *
   * @throws CannotStartException when the port is lost or the folder cannot be used
   */
  public static EmbeddedKafka start(Path folder, LoopbackPort port) {
    // Nobody else speaks to the controller, so any port will do, and another one next time: with a
    // static quorum its address is taken from the configuration, never from the log.
    LoopbackPort controller = LoopbackPort.claim(0, "Kafka's controller", "");
    try {
      format(folder);
      var server =
          new KafkaRaftServer(
              new KafkaConfig(properties(folder, port, controller), false), Time.SYSTEM);
      try {
        server.startup();
      } catch (Throwable e) {
        server.shutdown();
        throw e;
      }
      return new EmbeddedKafka(server, port.address());
    } catch (RuntimeException | IOException e) {
      throw failure(folder, port, e);
    }
  }

  private static CannotStartException failure(Path folder, LoopbackPort port, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof java.net.BindException || message.contains("failed to bind")) {
        return port.taken(e);
      }
      if (message.contains("Failed to acquire lock")) {
        return new CannotStartException(
            "Kafka's folder " + folder + " is in use by another process", e);
      }
    }
    return new CannotStartException("Kafka does not start on " + folder + ": " + e, e);
  }

  private static void format(Path folder) throws IOException {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(folder);
    var formatter =
        new Formatter()
            .setNodeId(NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .addDirectory(folder.toString())
            .setMetadataLogDirectory(folder.toString())
            .setControllerListenerName("CONTROLLER")
            .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
            // With one replica there is no other to elect after a kill.
            .setFeatureLevel(EligibleLeaderReplicasVersion.FEATURE_NAME, (short) 0)
            .setIgnoreFormatted(true)
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
    try {
      formatter.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot format " + folder, e);
    }
  }

  private static Properties properties(Path folder, LoopbackPort port, LoopbackPort controller) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE_ID);
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller.address());
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners", "PLAINTEXT://" + port.address() + ",CONTROLLER://" + controller.address());
    settings.put("log.dirs", folder.toString());

    // One node: every internal topic has one replica, and one partition is plenty.
    settings.put("offsets.topic.replication.factor", 1);
    settings.put("offsets.topic.num.partitions", 1);
    settings.put("transaction.state.log.replication.factor", 1);
    settings.put("transaction.state.log.min.isr", 1);
    settings.put("transaction.state.log.num.partitions", 1);
    settings.put("share.coordinator.state.topic.replication.factor", 1);
    settings.put("share.coordinator.state.topic.min.isr", 1);
    settings.put("share.coordinator.state.topic.num.partitions", 1);
    settings.put("auto.create.topics.enable", false);

    // A small footprint: it shares a laptop, and its heap, with Flink.
    settings.put("num.network.threads", 1);
    settings.put("num.io.threads", 2);
    settings.put("background.threads", 2);
    settings.put("num.recovery.threads.per.data.dir", 2);
    settings.put("log.cleaner.dedupe.buffer.size", 4 * 1024 * 1024);
    settings.put("log.cleaner.io.buffer.size", 128 * 1024);
    settings.put("log.segment.bytes", 64 * 1024 * 1024);
    settings.put("log.index.size.max.bytes", 1024 * 1024);
    // A no-op record in the metadata log is an fsync: not twice a second.
    settings.put("metadata.max.idle.interval.ms", 5000);

    // After a kill the controller lets the broker in again only when the lease of the killed one
    // is over. Both live and pause in this one process, so a short one is safe.
    settings.put("group.initial.rebalance.delay.ms", 0);
    settings.put("broker.heartbeat.interval.ms", 250);
    settings.put("broker.session.timeout.ms", 3000);
    settings.put("initial.broker.registration.timeout.ms", 30_000);
    settings.put("server.max.startup.time.ms", 60_000);

    var properties = new Properties();
    settings.forEach((key, value) -> properties.setProperty(key, value.toString()));
    return properties;
  }

  /** host:port; another one at every start unless the port was given. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Creates those of {@link Topics#all()} that are not there; the others stay as they are. */
  public void ensureTopics(int partitions) {
    try (Admin admin = Admin.create(KafkaSettings.of(bootstrapServers).admin())) {
      Topics.ensure(admin, partitions);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("interrupted while Kafka creates its topics", e);
    }
  }

  /** Stops within seconds; what was written stays in the folder. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
