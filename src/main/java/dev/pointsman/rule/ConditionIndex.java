package dev.pointsman.rule;

import dev.pointsman.event.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values that are registered under the conditions that select a reading, at the cost of
 * those that its labels lead to rather than of all; immutable.
 */
public final class ConditionIndex<T> {

  private final Map<String, OfMetric<T>> byMetric = new HashMap<>();

  /** A value, and one of the conditions under which it is found. */
  public record Entry<T>(Condition condition, T value) {}

  /** An index of {@code entries}; equal values are one, which any of its conditions finds. */
  public ConditionIndex(List<Entry<T>> entries) {
    Map<T, Integer> ranks = new HashMap<>();
    Map<String, Map<T, Set<List<Matcher>>>> matches = new HashMap<>();
    for (Entry<T> entry : entries) {
      ranks.putIfAbsent(entry.value(), ranks.size());
      matches
          .computeIfAbsent(entry.condition().metric(), metric -> new LinkedHashMap<>())
          .computeIfAbsent(entry.value(), value -> new LinkedHashSet<>())
          .add(entry.condition().match());
    }
    matches.forEach(
        (metric, ofValues) -> {
          Map<List<Matcher>, List<Ranked<T>>> byMatch = new LinkedHashMap<>();
          ofValues.forEach(
              (value, all) -> {
                // A condition without matchers finds all that the value's others find.
                Set<List<Matcher>> enough = all.contains(List.of()) ? Set.of(List.of()) : all;
                int rank = ranks.getOrDefault(value, 0);
                enough.forEach(
                    match ->
                        byMatch
                            .computeIfAbsent(match, each -> new ArrayList<>())
                            .add(new Ranked<>(rank, value)));
              });
          var postings = new ArrayList<Posting<T>>();
          byMatch.forEach((match, values) -> postings.add(new Posting<>(match, values)));
          byMetric.put(metric, new OfMetric<>(postings));
        });
  }

  /**
   * The values of which a condition on {@code metric} selects {@code labels}: each once, in the
   * order in which they were registered.
   */
  public List<T> find(String metric, Labels labels) {
    OfMetric<T> ofMetric = byMetric.get(metric);
    return ofMetric == null ? List.of() : ofMetric.find(labels);
  }

  /**
   * A value.
   *
   * @param rank its place in the order of registration
   */
  private record Ranked<T>(int rank, T value) {}

  /** The values under the same matchers: most rules of a kind have theirs in common. */
  private record Posting<T>(List<Matcher> match, List<Ranked<T>> values) {

    boolean selects(Labels labels) {
      for (Matcher matcher : match) {
        if (!matcher.matches(labels)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The postings of one metric, each under every value of one of its exact matchers. */
  private static final class OfMetric<T> {
    private final Map<String, Map<String, List<Posting<T>>>> byLabel = new HashMap<>();

    /** Those without an exact matcher. */
    private final List<Posting<T>> others = new ArrayList<>();

    OfMetric(List<Posting<T>> postings) {
      Map<String, Map<String, Integer>> popularity = popularity(postings);
      for (Posting<T> posting : postings) {
        Matcher matcher = narrowest(posting, popularity);
        if (matcher == null) {
          others.add(posting);
        } else {
          var byValue = byLabel.computeIfAbsent(matcher.label(), label -> new HashMap<>());
          for (String value : matcher.values()) {
            byValue.computeIfAbsent(value, each -> new ArrayList<>()).add(posting);
          }
        }
      }
    }

    /** How many postings ask for a label to have a value. */
    private static <T> Map<String, Map<String, Integer>> popularity(List<Posting<T>> postings) {
      Map<String, Map<String, Integer>> popularity = new HashMap<>();
      for (Posting<T> posting : postings) {
        for (Matcher matcher : posting.match()) {
          if (matcher.kind() == Matcher.Kind.IN) {
            var ofLabel = popularity.computeIfAbsent(matcher.label(), label -> new HashMap<>());
            matcher.values().forEach(value -> ofLabel.merge(value, 1, Integer::sum));
          }
        }
      }
      return popularity;
    }

    /** The exact matcher whose most popular value is the least popular; null where none is. */
    private static <T> @Nullable Matcher narrowest(
        Posting<T> posting, Map<String, Map<String, Integer>> popularity) {
      Matcher narrowest = null;
      int fewest = Integer.MAX_VALUE;
      for (Matcher matcher : posting.match()) {
        if (matcher.kind() == Matcher.Kind.IN) {
          var ofLabel = popularity.getOrDefault(matcher.label(), Map.of());
          int most = 0;
          for (String value : matcher.values()) {
            most = Math.max(most, ofLabel.getOrDefault(value, 0));
          }
          if (most < fewest) {
            narrowest = matcher;
            fewest = most;
          }
        }
      }
      return narrowest;
    }

    List<T> find(Labels labels) {
      var found = new ArrayList<Ranked<T>>();
      select(others, labels, found);
      for (var ofLabel : byLabel.entrySet()) {
        String value = labels.getOrEmpty(ofLabel.getKey());
        select(ofLabel.getValue().getOrDefault(value, List.of()), labels, found);
      }
      found.sort(Comparator.comparingInt(Ranked::rank));
      var values = new ArrayList<T>(found.size());
      int last = -1;
      for (Ranked<T> each : found) {
        if (each.rank() != last) {
          last = each.rank();
          values.add(each.value());
        }
      }
      return values;
    }

    private static <T> void select(
        List<Posting<T>> candidates, Labels labels, List<Ranked<T>> found) {
      for (Posting<T> posting : candidates) {
        if (posting.selects(labels)) {
          found.addAll(posting.values());
        }
      }
    }
  }
}
