package dev.pointsman.agent.probe;

import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a port many times at once, and prints how the runs ended; told how many and which port. */
final class FewFiles {

  private FewFiles() {}

  public static void main(String[] args) {
    int port = Integer.parseInt(args[1]);
    Check check = new Hanging(port);
    try (var prober =
        new Prober(ProberIT.IDENTITY, event -> {}, Clock.systemUTC(), new CollectorRegistry())) {
      // What a failure needs is loaded while there are files for that.
      runs(prober, new TcpCheck("127.0.0.1", 1), 1);
      System.out.println(runs(prober, check, Integer.parseInt(args[0])));
    }
  }

  private static Map<Reason, Integer> runs(Prober prober, Check check, int count) {
    var timeout = Duration.ofSeconds(2);
    var probe = Probe.of("api", "us-west-2", "here", check, timeout, timeout);
    List<Probe> probes = Collections.nCopies(count, probe);
    var reasons = new TreeMap<Reason, Integer>();
    prober
        .once(probes)
        .join()
        .forEach(each -> reasons.merge(each.outcome().reason(), 1, Integer::sum));
    return reasons;
  }

  /** Connects, and then waits for its timeout. */
  private record Hanging(int port) implements Check {

    @Override
    public String type() {
      return "hanging";
    }

    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public String target() {
      return Check.target(host(), port);
    }

    @Override
    public void start(Attempt attempt) {
      attempt.network().connect(attempt, host(), port, channel -> {});
    }
  }
}
