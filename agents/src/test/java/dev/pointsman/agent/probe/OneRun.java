package dev.pointsman.agent.probe;

import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Runs a check once, as the command's {@code --once} does. */
public final class OneRun {

  private OneRun() {}

  public static Outcome of(Check check) {
    return of(check, Duration.ofSeconds(30));
  }

  public static Outcome of(Check check, Duration timeout) {
    var probe = Probe.of("api", "us-west-2", "here", check, timeout, timeout);
    try (var prober =
        new Prober(ProberIT.IDENTITY, event -> {}, Clock.systemUTC(), new CollectorRegistry())) {
      return prober.once(List.of(probe)).join().get(0).outcome();
    }
  }
}
