package dev.pointsman.agent.probe;

import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/**
 * The system's name servers, as they are now: read again when the last look is {@link #STALE_NANOS}
 * ago. A system that names none has one of its own (as its own resolver takes it), where Netty
 * would ask Google's.
 */
final class NameServers implements DnsServerAddressStreamProvider {

  private static final long STALE_NANOS = 60_000_000_000L;

  private List<InetSocketAddress> servers = read();
  private long readNanos = System.nanoTime();

  @Override
  public DnsServerAddressStream nameServerAddressStream(String hostname) {
    if (System.nanoTime() - readNanos > STALE_NANOS) {
      servers = read();
      readNanos = System.nanoTime();
    }
    return DnsServerAddresses.sequential(servers).stream();
  }

  private static List<InetSocketAddress> read() {
    ResolverConfig.refresh();
    List<InetSocketAddress> found = ResolverConfig.getCurrentConfig().servers();
    return found.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53))
        : List.copyOf(found);
  }
}
