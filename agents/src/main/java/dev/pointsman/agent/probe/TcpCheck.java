package dev.pointsman.agent.probe;

import java.io.IOException;

/** Up where a TCP connection can be made. */
public record TcpCheck(String host, int port) implements Check {

  @Override
  public String target() {
    return host + ":" + port;
  }

  @Override
  public Outcome run(Attempt attempt) throws IOException {
    attempt.connect(host, port);
    return Outcome.up(attempt.elapsed());
  }
}
