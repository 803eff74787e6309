package dev.pointsman.connector.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in this process, on free ports of the loopback interface, which can be
 * stopped and started again with its data and its address.
 */
public final class TestingKafka implements AutoCloseable {

  private static final String CONTROLLER = "CONTROLLER";

  private final Path folder;
  private final int brokerPort;
  private final KafkaConfig config;
  private @Nullable KafkaRaftServer server;

  private TestingKafka(Path folder, int brokerPort, int controllerPort) {
    this.folder = folder;
    this.brokerPort = brokerPort;
    this.config = new KafkaConfig(configuration(folder, brokerPort, controllerPort), false);
  }

  /** A broker that is up; its data is gone when it is closed. */
  public static TestingKafka start() {
    try {
      Path folder = Files.createTempDirectory("testing-kafka");
      int[] ports = freePorts(2);
      var kafka = new TestingKafka(folder, ports[0], ports[1]);
      kafka.format();
      kafka.startAgain();
      return kafka;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + brokerPort;
  }

  public KafkaSettings settings() {
    return KafkaSettings.of(bootstrapServers());
  }

  /** Creates a topic with the broker's settings; returns when it is there. */
  public void createTopic(String name, int partitions) {
    try (Admin admin = Admin.create(settings().admin())) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (Exception e) {
      throw new IllegalStateException("cannot create topic " + name, e);
    }
  }

  /** Takes the broker away, until {@link #startAgain}. */
  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  public void startAgain() {
    var started = new KafkaRaftServer(config, Time.SYSTEM);
    started.startup();
    server = started;
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void format() {
    var said = new ByteArrayOutputStream();
    try {
      new Formatter()
          .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName(CONTROLLER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException(said.toString(StandardCharsets.UTF_8), e);
    }
  }

  private static Properties configuration(Path folder, int brokerPort, int controllerPort) {
    var properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("log.dirs", folder.toString());
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put(
        "listeners",
        "BROKER://127.0.0.1:" + brokerPort + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    properties.put(
        "listener.security.protocol.map", "BROKER:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    properties.put("inter.broker.listener.name", "BROKER");
    properties.put("auto.create.topics.enable", "false");
    properties.put("default.replication.factor", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    for (String internal : List.of("offsets.topic", "transaction.state.log")) {
      properties.put(internal + ".replication.factor", "1");
      properties.put(internal + ".num.partitions", "1");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    return properties;
  }

  /** Ports that were free a moment ago, each another one. */
  private static int[] freePorts(int count) throws IOException {
    var sockets = new ServerSocket[count];
    var ports = new int[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      ports[i] = sockets[i].getLocalPort();
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
