package dev.pointsman.event;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What events have in common that differ in nothing but their values and times: labels and metrics.
 * Decoding knows one again for as long as it can, so that whatever follows from it can be
 * remembered with it. For one thread.
 */
public final class Origin {

  /** In bytes, or less. */
  private static final int CACHE_LINE = 64;

  private final Labels labels;
  private final List<String> metrics;
  private byte[] identity = {};
  private int hash;
  private @Nullable Object memory;

  /**
   * An origin.
   *
   * @param metrics of its events' measurements, in their order
   */
  public Origin(Labels labels, List<String> metrics) {
    this.labels = labels;
    this.metrics = List.copyOf(metrics);
  }

  public Labels labels() {
    return labels;
  }

  public List<String> metrics() {
    return metrics;
  }

  /**
   * An event of this origin, where that is of one metric or two.
   *
   * @param timestamp milliseconds since the epoch
   * @param second of no meaning where there is one metric
   */
  Event event(long timestamp, double first, double second) {
    var one = new Measurement(metrics.get(0), first);
    return new Event(
        labels,
        timestamp,
        metrics.size() == 1 ? List.of(one) : List.of(one, new Measurement(metrics.get(1), second)));
  }

  /** What was remembered last; null where nothing was. */
  public @Nullable Object memory() {
    return memory;
  }

  public void remember(Object something) {
    memory = something;
  }

  /**
   * Gives it what an {@link OriginTable} finds it by.
   *
   * @param bytes not changed by anybody from now on
   * @param bytesHash of those bytes
   */
  void identify(byte[] bytes, int bytesHash) {
    identity = bytes;
    hash = bytesHash;
  }

  /** Whether the first {@code length} of some bytes are its identity. */
  boolean isOf(byte[] bytes, int length, int bytesHash) {
    return hash == bytesHash && Arrays.equals(identity, 0, identity.length, bytes, 0, length);
  }

  /** Reads what {@link #isOf} will. */
  int touch() {
    int sum = hash;
    for (int i = identity.length - 1; i >= 0; i -= CACHE_LINE) {
      sum += identity[i];
    }
    return sum;
  }

  int hash() {
    return hash;
  }

  int identityLength() {
    return identity.length;
  }
}
