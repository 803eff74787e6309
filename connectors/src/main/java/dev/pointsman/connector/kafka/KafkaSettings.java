package dev.pointsman.connector.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Which Kafka to talk to and how; never shows what a client properties file holds. */
public final class KafkaSettings implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int MAX_FILE_BYTES = 1 << 20;

  private final String bootstrapServers;
  private final TreeMap<String, String> clientProperties;

  private KafkaSettings(String bootstrapServers, Map<String, String> clientProperties) {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("bootstrap servers are empty; expected host:port");
    }
    this.bootstrapServers = bootstrapServers.strip();
    this.clientProperties = new TreeMap<>(clientProperties);
  }

  /**
   * A Kafka without TLS or authentication.
   *
   * @param bootstrapServers {@code host:port}, several with commas between them
   */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, Map.of());
  }

  /**
   * A Kafka that needs more to be said, such as one with TLS or SASL.
   *
   * @param clientProperties a Java properties file with Kafka's own client settings, such as {@code
   *     security.protocol} and {@code sasl.jaas.config}
   * @throws IOException if the file cannot be read; the message holds nothing of its content
   */
  public static KafkaSettings load(String bootstrapServers, Path clientProperties)
      throws IOException {
    var loaded = new Properties();
    try {
      loaded.load(new StringReader(read(clientProperties)));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new IOException(clientProperties + " is not a properties file", e);
    }
    var properties = new TreeMap<String, String>();
    loaded.stringPropertyNames().forEach(name -> properties.put(name, loaded.getProperty(name)));
    return new KafkaSettings(bootstrapServers, properties);
  }

  private static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder, not a properties file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new IOException(file + " is too long for a properties file");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** What every client needs: the address and the content of the client properties file. */
  public Properties client() {
    var properties = new Properties();
    properties.putAll(clientProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  public Properties admin() {
    return client();
  }

  /** A producer of bytes that loses and doubles nothing while it lives, and sends at once. */
  public Properties producer() {
    Properties properties = client();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    properties.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return properties;
  }

  /** A consumer of committed bytes from the start, which commits no offsets and makes no topic. */
  public Properties consumer() {
    Properties properties = client();
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }

  /**
   * Returns where a client can be made of these settings, whether or not Kafka is there and its
   * hosts are known.
   *
   * @throws IllegalArgumentException naming the setting that can never work, with nothing of a
   *     secret in it
   */
  public void requireUsable() {
    new BootstrapServers(bootstrapServers).requireWhole();
    new ClientTrial(producer()).run();
  }

  /** Why no broker answers, as far as a connection to the addresses shows it; for people. */
  public String silence() {
    String reason =
        new BootstrapServers(bootstrapServers)
            .unreachable()
            .orElse("something listens, but says nothing; does it want TLS or SASL?");
    return "no broker answers at " + bootstrapServers + ": " + reason;
  }

  /**
   * Returns when the cluster has answered.
   *
   * @throws KafkaUnavailableException if it does not within {@code patience}, or refuses us
   */
  public void requireReachable(Duration patience) {
    Properties properties = admin();
    int millis = Math.toIntExact(patience.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(properties)) {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(millis))
          .nodes()
          // The client gives up by itself; the second more is for it to say so.
          .get(millis + 1000L, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnavailableException("interrupted while connecting to Kafka", e);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause() == null ? e : e.getCause());
    } catch (KafkaException | TimeoutException e) {
      throw unavailable(e);
    }
  }

  /** Says what went wrong with this cluster in a sentence with its address. */
  KafkaUnavailableException unavailable(Throwable error) {
    if (error instanceof AuthenticationException) {
      return new KafkaUnavailableException(
          "Kafka at " + bootstrapServers + " refused the connection: " + error.getMessage(), error);
    }
    if (error instanceof ConfigException) {
      return new KafkaUnavailableException(
          "cannot reach Kafka at " + bootstrapServers + ": " + error.getMessage(), error);
    }
    if (error.getCause() instanceof KafkaException cause) {
      return unavailable(cause);
    }
    String reason =
        new BootstrapServers(bootstrapServers).unreachable().map(": "::concat).orElse("");
    return new KafkaUnavailableException(
        "cannot reach Kafka at " + bootstrapServers + reason, error);
  }

  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers;
  }
}
