package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.ResolvedAddressTypes;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostsFileTest {

  private final AtomicInteger reads = new AtomicInteger();
  private final HostsFile hosts =
      new HostsFile(() -> parsed("192.0.2." + reads.incrementAndGet() + " api.example.com"));

  @Test
  void lookingUpReadsNothing() throws UnknownHostException {
    assertThat(find("api.example.com")).isEqualTo(InetAddress.getByName("192.0.2.1"));
    assertThat(find("API.example.com")).isEqualTo(InetAddress.getByName("192.0.2.1"));
    assertThat(reads).hasValue(1);
  }

  @Test
  void whatWasReadAgainIsFound() throws UnknownHostException {
    hosts.read();
    assertThat(find("api.example.com")).isEqualTo(InetAddress.getByName("192.0.2.2"));
  }

  @Test
  void localhostIsThisMachineAlsoWhereTheFileDoesNotSaySo() {
    assertThat(find("db.localhost")).matches(InetAddress::isLoopbackAddress);
    assertThat(find("db.example.com")).isNull();
  }

  private @Nullable InetAddress find(String name) {
    return hosts.address(name, ResolvedAddressTypes.IPV4_PREFERRED);
  }

  private static HostsFileEntriesProvider parsed(String file) {
    try {
      return HostsFileEntriesProvider.parser().parse(new StringReader(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
