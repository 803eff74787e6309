package dev.pointsman.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class LocalFaultsTest {

  @Test
  void whatThisMachineLacksIsFoundWhereverItIsWrapped() {
    var noFile =
        new ChannelException(
            "Failed to open a socket.", new SocketException("Too many open files"));
    assertThat(Fault.of(new ChannelException("Unable to create Channel", noFile)))
        .isEqualTo(Fault.local("too many open files: see LimitNOFILE, or ulimit -n"));
    // As the JDK's HTTP client has it.
    assertThat(Fault.of(new InternalError(new SocketException("Too many open files"))))
        .isEqualTo(Fault.local("too many open files: see LimitNOFILE, or ulimit -n"));
  }

  @Test
  void eachSaysWhereToLook() {
    assertThat(LocalFaults.of(new IOException("Too many open files in system")))
        .isEqualTo("too many open files on this machine: see fs.file-max");
    assertThat(LocalFaults.of(new BindException("Cannot assign requested address: /192.0.2.1:80")))
        .contains("ip_local_port_range");
    assertThat(LocalFaults.of(new SocketException("Operation not permitted"))).contains("firewall");
    assertThat(LocalFaults.of(new SocketException("No buffer space available")))
        .contains("no memory");
    assertThat(LocalFaults.of(new OutOfMemoryError("Java heap space"))).contains("-Xmx");
  }

  @Test
  void whatOthersSayIsNotOfThisMachine() {
    assertThat(LocalFaults.of(new ConnectException("Connection refused"))).isNull();
    assertThat(LocalFaults.of(new IOException("Connection reset by peer"))).isNull();
    assertThat(LocalFaults.of(new FileNotFoundException("ca.pem (Permission denied)"))).isNull();
    assertThat(LocalFaults.of(new SSLException("the server says: permission denied"))).isNull();
  }
}
