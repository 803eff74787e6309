package dev.pointsman.alert;

import dev.pointsman.event.Labels;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The series of a group, in the order in which they came. Mutable, for one thread. */
final class SeriesList implements Iterable<SeriesMemory> {

  /** So many are found one by one. */
  private static final int FEW = 4;

  private final List<SeriesMemory> all;
  private @Nullable Map<Labels, SeriesMemory> byLabels;

  /** The one that was asked for last: in most groups there is no other. */
  private @Nullable SeriesMemory recent;

  /**
   * A list.
   *
   * @param all its own from now on
   */
  SeriesList(List<SeriesMemory> all) {
    this.all = all;
    index();
  }

  int size() {
    return all.size();
  }

  /** The one that came first; there has to be one. */
  SeriesMemory first() {
    return all.get(0);
  }

  @Override
  public Iterator<SeriesMemory> iterator() {
    return all.iterator();
  }

  /** The series of these labels; null where it is not there. */
  @Nullable SeriesMemory find(Labels labels) {
    if (recent == null || !recent.labels().equals(labels)) {
      recent = search(labels);
    }
    return recent;
  }

  private @Nullable SeriesMemory search(Labels labels) {
    if (byLabels != null) {
      return byLabels.get(labels);
    }
    for (int i = 0; i < all.size(); i++) {
      SeriesMemory each = all.get(i);
      if (each.labels().equals(labels)) {
        return each;
      }
    }
    return null;
  }

  /** Adds one that {@link #find} does not find. */
  void add(SeriesMemory begun) {
    recent = begun;
    all.add(begun);
    if (byLabels != null) {
      byLabels.put(begun.labels(), begun);
    } else if (all.size() > FEW) {
      index();
    }
  }

  boolean hasAny(Predicate<SeriesMemory> isMeant) {
    return all.stream().anyMatch(isMeant);
  }

  /** Lets some go; returns whether any went. */
  boolean removeIf(Predicate<SeriesMemory> isGone) {
    boolean isAnyGone = all.removeIf(isGone);
    if (isAnyGone) {
      index();
    }
    return isAnyGone;
  }

  private void index() {
    recent = null;
    byLabels = null;
    if (all.size() > FEW) {
      Map<Labels, SeriesMemory> index = new HashMap<>(2 * all.size());
      all.forEach(each -> index.put(each.labels(), each));
      byLabels = index;
    }
  }
}
