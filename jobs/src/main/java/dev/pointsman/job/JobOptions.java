package dev.pointsman.job;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.util.ParameterTool;

/** The options on a job's command line, each {@code --name value}. */
public final class JobOptions {

  private static final String BOOTSTRAP_SERVERS = "bootstrap-servers";
  private static final String CLIENT_PROPERTIES = "client-properties";

  private final ParameterTool options;

  private JobOptions(ParameterTool options) {
    this.options = options;
  }

  /** Makes of the options what the job has to be told. */
  @FunctionalInterface
  public interface Reader<T> {

    T read(JobOptions options) throws IOException;
  }

  /**
   * Reads a command line.
   *
   * @param own the names of the options besides those for Kafka
   * @param usage ends the message where the options are wrong
   * @throws IllegalArgumentException for an option that is unknown, missing or of the wrong form
   * @throws IOException if the client properties cannot be read
   */
  public static <T> T parse(String[] args, Set<String> own, String usage, Reader<T> reader)
      throws IOException {
    try {
      ParameterTool options = ParameterTool.fromArgs(args);
      var unknown = new TreeSet<>(options.toMap().keySet());
      unknown.removeAll(own);
      unknown.remove(BOOTSTRAP_SERVERS);
      unknown.remove(CLIENT_PROPERTIES);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException("unknown option --" + unknown.first());
      }
      return reader.read(new JobOptions(options));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "\n" + usage, e);
    }
  }

  /** The Kafka of {@code --bootstrap-servers} and {@code --client-properties}. */
  public KafkaSettings kafka() throws IOException {
    String servers = options.get(BOOTSTRAP_SERVERS);
    if (servers == null) {
      throw new IllegalArgumentException("option --" + BOOTSTRAP_SERVERS + " is missing");
    }
    String properties = options.get(CLIENT_PROPERTIES);
    return properties == null
        ? KafkaSettings.of(servers)
        : KafkaSettings.load(servers, Path.of(properties));
  }

  public String text(String name, String otherwise) {
    return options.get(name, otherwise);
  }

  /** A number of milliseconds, more than 0. */
  public Duration millis(String name, Duration otherwise) {
    return Duration.ofMillis(positive(name, otherwise.toMillis()));
  }

  /** A whole number, more than 0. */
  public int positive(String name, int otherwise) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, positive(name, (long) otherwise)));
  }

  private long positive(String name, long otherwise) {
    String text = options.get(name, Long.toString(otherwise));
    try {
      long number = Long.parseLong(text);
      if (number <= 0) {
        throw new IllegalArgumentException("option --" + name + " must be more than 0");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "option --" + name + " must be a whole number, not " + text, e);
    }
  }
}
