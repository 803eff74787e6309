package dev.pointsman.agent.probe;

import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts file as it was read last; looking up reads nothing. {@code localhost} is this machine
 * whether the file has it or not (RFC 6761).
 */
final class HostsFile implements HostsFileEntriesResolver {

  private final Supplier<HostsFileEntriesProvider> source;
  private volatile HostsFileEntriesProvider entries;

  HostsFile(Supplier<HostsFileEntriesProvider> source) {
    this.source = source;
    this.entries = source.get();
  }

  /** Reads it again, as it is now; any thread may. */
  void read() {
    entries = source.get();
  }

  @Override
  public @Nullable InetAddress address(String name, ResolvedAddressTypes types) {
    String key = name.toLowerCase(Locale.ROOT);
    HostsFileEntriesProvider now = entries;
    InetAddress v4 = first(now.ipv4Entries(), key);
    InetAddress v6 = first(now.ipv6Entries(), key);
    if (v4 == null && v6 == null && (key.equals("localhost") || key.endsWith(".localhost"))) {
      return types == ResolvedAddressTypes.IPV6_ONLY ? NetUtil.LOCALHOST6 : NetUtil.LOCALHOST4;
    }
    return switch (types) {
      case IPV4_ONLY -> v4;
      case IPV6_ONLY -> v6;
      case IPV4_PREFERRED -> v4 == null ? v6 : v4;
      case IPV6_PREFERRED -> v6 == null ? v4 : v6;
    };
  }

  private static @Nullable InetAddress first(Map<String, List<InetAddress>> entries, String key) {
    List<InetAddress> addresses = entries.get(key);
    return addresses == null || addresses.isEmpty() ? null : addresses.get(0);
  }
}
