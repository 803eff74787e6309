package dev.pointsman.agent.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * A check that is due again and again.
 *
 * @param name of the check, as rules know it
 * @param region whose users suffer when it is down
 * @param observer who looks
 * @param timeout at most the interval
 */
public record Probe(
    String name, String region, String observer, Check check, Duration interval, Duration timeout) {

  public Probe {
    if (interval.toMillis() <= 0 || timeout.toMillis() <= 0) {
      throw new IllegalArgumentException("interval and timeout must be at least 1 ms");
    }
    if (timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException("the timeout of " + name + " is longer than its interval");
    }
  }

  /**
   * The first time after {@code now} when it is due. Probes of one interval are spread over it by
   * what they are, so that they neither come all at once nor move when an agent starts anew.
   */
  Instant dueAfter(Instant now) {
    var hash = new CRC32();
    String identity = String.join("\n", name, check.target(), region, observer);
    hash.update(identity.getBytes(StandardCharsets.UTF_8));
    long every = interval.toMillis();
    long offset = hash.getValue() % every;
    long sinceLast = Math.floorMod(now.toEpochMilli() - offset, every);
    return Instant.ofEpochMilli(now.toEpochMilli() + every - sinceLast);
  }
}
