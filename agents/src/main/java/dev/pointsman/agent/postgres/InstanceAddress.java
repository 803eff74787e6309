package dev.pointsman.agent.postgres;

import org.jspecify.annotations.Nullable;

/**
 * One server of a cluster and where it listens.
 *
 * @param name what people call it; where it replicates, also its {@code application_name}
 * @param host a name or an address of this one machine, never one that moves with the primary
 * @param hostAddress the address to connect to, so that no name has to be resolved; {@code host} is
 *     then only what the server's certificate is held against. Null: that of {@code host}
 */
public record InstanceAddress(
    String name, String region, String host, int port, @Nullable String hostAddress) {

  /** Where to connect to, as people write it. */
  String shown() {
    String to = hostAddress == null ? host : hostAddress;
    return (to.contains(":") ? "[" + to + "]" : to) + ":" + port;
  }
}
