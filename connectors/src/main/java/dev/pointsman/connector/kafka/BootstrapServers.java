package dev.pointsman.connector.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;

/** Where brokers are asked first, by what Kafka's setting {@code bootstrap.servers} holds. */
final class BootstrapServers {

  private static final int HIGHEST_PORT = 65_535;
  private static final int CONNECT_MILLIS = 1000;

  private final List<String> addresses;

  BootstrapServers(String text) {
    this.addresses =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .toList();
  }

  /**
   * Returns where each has a host and a port, whether or not somebody knows that host.
   *
   * @throws IllegalArgumentException naming the one that has not
   */
  void requireWhole() {
    for (String each : addresses) {
      Integer port = Utils.getPort(each);
      String host = Utils.getHost(each);
      if (host == null || host.isEmpty() || port == null || port < 1 || port > HIGHEST_PORT) {
        throw new IllegalArgumentException(
            "bootstrap servers: '%s' is not HOST:PORT, such as kafka:9092".formatted(each));
      }
    }
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("bootstrap servers: no address is given");
    }
  }

  /** Why nobody can be connected to, by address; empty where one of them takes connections. */
  Optional<String> unreachable() {
    if (addresses.size() == 1) {
      return failure(addresses.get(0));
    }
    List<Optional<String>> failures = addresses.stream().map(BootstrapServers::failure).toList();
    if (failures.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        failures.stream().map(Optional::orElseThrow).distinct().collect(Collectors.joining("; ")));
  }

  private static Optional<String> failure(String address) {
    Integer port = Utils.getPort(address);
    String host = Utils.getHost(address);
    if (host == null || port == null) {
      return Optional.of("it is not HOST:PORT");
    }
    var resolved = new InetSocketAddress(host, port);
    if (resolved.isUnresolved()) {
      return Optional.of("no address is known for " + host);
    }
    try (var socket = new Socket()) {
      socket.connect(resolved, CONNECT_MILLIS);
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.of("no connection in " + CONNECT_MILLIS + " ms");
    } catch (IOException e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return Optional.of(message.toLowerCase(Locale.ROOT));
    }
  }
}
