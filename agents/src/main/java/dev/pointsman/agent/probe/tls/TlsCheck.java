package dev.pointsman.agent.probe.tls;

import dev.pointsman.agent.probe.Attempt;
import dev.pointsman.agent.probe.Check;
import java.time.Clock;

/**
 * Up where TLS comes about with a certificate that is trusted, valid and for the name; measures all
 * that, also where it is not so, and which versions the server accepts. Nothing is sent after the
 * handshake.
 *
 * @param clock by which certificates expire
 */
public record TlsCheck(
    String host, int port, TlsClient client, TlsExpectation expected, Clock clock)
    implements Check {

  @Override
  public String type() {
    return "tls";
  }

  @Override
  public String target() {
    return Check.target(host, port);
  }

  @Override
  public void start(Attempt attempt) {
    new TlsRun(this, attempt).start();
  }
}
