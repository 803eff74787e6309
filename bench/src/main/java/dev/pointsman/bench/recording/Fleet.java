package dev.pointsman.bench.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Targets that are checked every ten seconds, each by one observer, so that a target is a series.
 * The same check of the same target is always the same.
 *
 * <p>One target in a hundred has failures of a minute; besides, checks of all targets fail alone.
 *
 * @param series how many
 * @param failsOneIn one check in so many fails alone
 */
public record Fleet(int series, int failsOneIn) {

  /** Hardly anything fails: one check in so many. */
  public static final int WELL = 200;

  /** How many names of checks there are; a target has one. */
  public static final int CHECKS = 200;

  public static final List<String> REGIONS =
      List.of(
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2",
          "ca-central-1",
          "eu-central-1",
          "eu-west-1",
          "eu-north-1",
          "ap-southeast-1",
          "ap-northeast-1");

  /** How many observers there are; a target has one. */
  public static final int OBSERVERS = 5;

  /** Between two checks of a target, in milliseconds. */
  public static final long INTERVAL_MILLIS = 10_000;

  /** 2025-01-01T00:00:00Z, in milliseconds since the epoch. */
  public static final long START = 1_735_689_600_000L;

  private static final int EPISODE_CHECKS = 6;
  private static final int EPISODE_EVERY_CHECKS = 60;

  public Fleet {
    if (series <= 0) {
      throw new IllegalArgumentException("a fleet needs a target");
    }
    if (failsOneIn <= 0) {
      throw new IllegalArgumentException("one check in " + failsOneIn + " cannot fail");
    }
  }

  /** One that is well. */
  public Fleet(int series) {
    this(series, WELL);
  }

  private static final String[] CHECK_NAMES = new String[CHECKS];

  static {
    Arrays.setAll(CHECK_NAMES, check -> "checkout-" + (CHECKS + check));
  }

  /** The name of a target; each has its own. */
  public static String target(int target) {
    return "web-" + (10_000_000 + target) + '.' + REGIONS.get(region(target)) + ".example.com";
  }

  /** The name of one of the {@link #CHECKS}. */
  public static String check(int check) {
    return CHECK_NAMES[check];
  }

  /** The name of one of the {@link #OBSERVERS}. */
  public static String observer(int observer) {
    return "probe-" + REGIONS.get(observer);
  }

  // Independent of each other: all combinations are there, each as often.
  private static int region(int target) {
    return target / CHECKS % REGIONS.size();
  }

  private static int observerIndex(int target) {
    return target / CHECKS / REGIONS.size() % OBSERVERS;
  }

  /** When the target is checked for the n-th time; the checks of all are spread evenly. */
  public long timestamp(int target, int n) {
    return START + n * INTERVAL_MILLIS + target * INTERVAL_MILLIS / series;
  }

  /** Whether the n-th check of the target fails. */
  public boolean isDown(int target, int n) {
    int random = mixed(target);
    if (random % 100 == 0) {
      int begin = random / 100 % (EPISODE_EVERY_CHECKS / 2);
      int since = (n - begin) % EPISODE_EVERY_CHECKS;
      if (since >= 0 && since < EPISODE_CHECKS) {
        return true;
      }
    }
    return failsAlone(target, n);
  }

  /** Whether the n-th check of the target is one of those that fail alone. */
  public boolean failsAlone(int target, int n) {
    return mixed(target * 31 + n + 1) % failsOneIn == 0;
  }

  /** The n-th check of the target, as it stands in {@code health-checks}: about 200 bytes. */
  public byte[] json(int target, int n) {
    return json(target, n, isDown(target, n), timestamp(target, n));
  }

  /** The same with another outcome, at another time. */
  public byte[] json(int target, int n, boolean down, long timestamp) {
    int latency = 5 + mixed(target + n) % 90;
    var json = new StringBuilder(224);
    json.append("{\"check\":\"").append(check(target % CHECKS));
    json.append("\",\"target\":\"").append(target(target));
    json.append("\",\"region\":\"").append(REGIONS.get(region(target)));
    json.append("\",\"observer\":\"").append(observer(observerIndex(target)));
    json.append("\",\"status\":\"").append(down ? "down" : "up");
    json.append("\",\"latency_ms\":").append(latency).append('.').append(n % 10);
    if (down) {
      json.append(",\"error\":\"HTTP 503 Service Unavailable\"");
    }
    json.append(",\"timestamp\":").append(timestamp).append('}');
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Murmur's finalizer: 0 or more, and without a pattern. */
  private static int mixed(int number) {
    int mixed = number * 0x9E3779B9;
    mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
    mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
    return (mixed ^ (mixed >>> 16)) & Integer.MAX_VALUE;
  }
}
