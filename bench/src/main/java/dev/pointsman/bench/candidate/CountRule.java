package dev.pointsman.bench.candidate;

import dev.pointsman.bench.recording.Fleet;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * So many failures of one target within five minutes, of the targets that it looks at. It says the
 * same to every candidate.
 *
 * @param checks the names of checks that it looks at; empty for all
 * @param regions as {@code checks}
 * @param observers as {@code checks}
 * @param failures how many, at least, in one window
 */
public record CountRule(
    String name, List<String> checks, List<String> regions, List<String> observers, int failures)
    implements Serializable {

  public static final long WINDOW_MILLIS = 300_000;

  private static final int LEAST = 3;
  private static final int THRESHOLDS = 5;

  /**
   * So many rules that each event concerns {@code perEvent} of them, which differ in how many
   * failures they ask for: the targets fall into {@code count / perEvent} classes by check, and
   * where there are not checks enough, by region and observer as well.
   */
  public static List<CountRule> rules(int count, int perEvent) {
    int classes = count / perEvent;
    int checkClasses = Math.min(classes, Fleet.CHECKS);
    int regionClasses = Math.min(classes / checkClasses, Fleet.REGIONS.size());
    int observerClasses = classes / checkClasses / regionClasses;
    if (checkClasses * regionClasses * observerClasses * perEvent != count
        || observerClasses > Fleet.OBSERVERS) {
      throw new IllegalArgumentException(count + " rules do not divide by " + perEvent);
    }
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              int each = i % classes;
              return new CountRule(
                  "rule_" + i,
                  share(Fleet.CHECKS, checkClasses, each % checkClasses).map(Fleet::check).toList(),
                  share(Fleet.REGIONS.size(), regionClasses, each / checkClasses % regionClasses)
                      .map(Fleet.REGIONS::get)
                      .toList(),
                  share(Fleet.OBSERVERS, observerClasses, each / checkClasses / regionClasses)
                      .map(Fleet::observer)
                      .toList(),
                  LEAST + i / classes % THRESHOLDS);
            })
        .toList();
  }

  /** Every {@code classes}-th of so many; none, which stands for all, where there is one class. */
  private static Stream<Integer> share(int of, int classes, int each) {
    return classes == 1
        ? Stream.empty()
        : IntStream.range(0, of).filter(i -> i % classes == each).boxed();
  }

  /** Whether the rule looks at the target of a check. */
  public boolean matches(Check check) {
    return in(checks, check.check())
        && in(regions, check.region())
        && in(observers, check.observer());
  }

  private static boolean in(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }
}
