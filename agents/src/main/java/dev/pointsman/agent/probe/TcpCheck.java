package dev.pointsman.agent.probe;

/** Up where a TCP connection can be made. */
public record TcpCheck(String host, int port) implements Check {

  @Override
  public String type() {
    return "tcp";
  }

  @Override
  public String target() {
    return Check.target(host, port);
  }

  @Override
  public void start(Attempt attempt) {
    attempt
        .network()
        .connect(attempt, host, port, channel -> attempt.end(Outcome.up(attempt.elapsed())));
  }
}
