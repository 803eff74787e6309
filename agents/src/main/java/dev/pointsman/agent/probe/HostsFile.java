package dev.pointsman.agent.probe;

import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system's hosts file, as it is now: it is read again when the last look is {@link
 * #STALE_NANOS} ago. {@code localhost} is this machine whether the file has it or not (RFC 6761).
 */
final class HostsFile implements HostsFileEntriesResolver {

  private static final long STALE_NANOS = 10_000_000_000L;

  private HostsFileEntriesProvider entries = read();
  private long readNanos = System.nanoTime();

  @Override
  public @Nullable InetAddress address(String name, ResolvedAddressTypes types) {
    if (System.nanoTime() - readNanos > STALE_NANOS) {
      entries = read();
      readNanos = System.nanoTime();
    }
    String key = name.toLowerCase(Locale.ROOT);
    InetAddress v4 = first(entries.ipv4Entries(), key);
    InetAddress v6 = first(entries.ipv6Entries(), key);
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

  private static HostsFileEntriesProvider read() {
    return HostsFileEntriesProvider.parser().parseSilently();
  }

  private static @Nullable InetAddress first(Map<String, List<InetAddress>> entries, String key) {
    List<InetAddress> addresses = entries.get(key);
    return addresses == null || addresses.isEmpty() ? null : addresses.get(0);
  }
}
