package dev.pointsman.agent.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What was given to a producer and what became of it. However records are settled, the queue is
 * told in its own order, so that it never forgets one that is still on its way.
 */
final class InFlight {

  private static final int MAX_RECORDS = 5000;

  /** Well below what a producer buffers, as that also holds what surrounds the records. */
  private static final int MAX_BYTES = 8 << 20;

  private final Consumer<StoredRecord> acknowledge;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private int bytes;
  private boolean ended;

  /**
   * Nothing is on its way.
   *
   * @param acknowledge gets the last of the records that are settled with all before them
   */
  InFlight(Consumer<StoredRecord> acknowledge) {
    this.acknowledge = acknowledge;
  }

  /** A record on its way. */
  static final class Sent {

    private final StoredRecord record;
    private final boolean alone;
    private boolean settled;

    private Sent(StoredRecord record, boolean alone) {
      this.record = record;
      this.alone = alone;
    }

    StoredRecord record() {
      return record;
    }

    /** Whether no other is on its way with it. */
    boolean alone() {
      return alone;
    }
  }

  /**
   * Waits until there is room for the record.
   *
   * @param alone whether no other may be on its way with it
   */
  synchronized Sent add(StoredRecord record, boolean alone) throws InterruptedException {
    while (!ended && !hasRoom(record, alone)) {
      wait();
    }
    var added = new Sent(record, alone);
    sent.add(added);
    bytes += record.size();
    return added;
  }

  private boolean hasRoom(StoredRecord record, boolean alone) {
    Sent newest = sent.peekLast();
    return newest == null
        || (!alone
            && !newest.alone
            && sent.size() < MAX_RECORDS
            && bytes + record.size() <= MAX_BYTES);
  }

  /** The record was taken, or dropped for good. */
  synchronized void settle(Sent one) {
    one.settled = true;
    StoredRecord last = null;
    for (Sent first = sent.peek(); first != null && first.settled; first = sent.peek()) {
      last = sent.remove().record;
      bytes -= last.size();
    }
    if (last != null) {
      acknowledge.accept(last);
      notifyAll();
    }
  }

  /** Nobody waits for room any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
