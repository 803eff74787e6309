package dev.pointsman.agent.probe;

import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/**
 * The system's name servers as they were read last; asking for them reads nothing. A system that
 * names none has one of its own (as its own resolver takes it), where Netty would ask Google's.
 */
final class NameServers implements DnsServerAddressStreamProvider {

  private volatile List<InetSocketAddress> servers = find();

  /** Reads them again, as they are now; any thread may. */
  void read() {
    servers = find();
  }

  @Override
  public DnsServerAddressStream nameServerAddressStream(String hostname) {
    return DnsServerAddresses.sequential(servers).stream();
  }

  private static List<InetSocketAddress> find() {
    ResolverConfig.refresh();
    List<InetSocketAddress> found = ResolverConfig.getCurrentConfig().servers();
    return found.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53))
        : List.copyOf(found);
  }
}
