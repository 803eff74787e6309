package dev.pointsman.agent.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on disk in the order in which they came, until they are acknowledged. What was appended
 * survives the end of the process, however that comes; what was flushed survives that of the
 * machine. Any thread may append and acknowledge; one at a time takes.
 */
final class DiskQueue implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

  /** Hears of events that will never be taken. */
  @FunctionalInterface
  interface Drops {
    void dropped(DropReason reason, long count);
  }

  private final QueueFiles files;
  private final QueueLimits limits;
  private final Clock clock;
  private final Drops drops;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final QueueReader reader;

  /** Up to this record all are acknowledged or dropped. */
  private long acknowledged;

  /** Where in the oldest file the first record lies that is not. */
  private long acknowledgedEnd;

  /** Up to this record all were read, or known to be missing. */
  private long seen;

  /** The last record that was given to who takes. */
  private long given;

  /** The last record that was read, until {@link #rewind}; of the thread that takes. */
  private long taken;

  /** Since when something waits and nothing was acknowledged; dropping all of it ends no wait. */
  private @Nullable Instant stalledSince;

  private DiskQueue(QueueFiles files, QueueLimits limits, Clock clock, Drops drops)
      throws IOException {
    this.files = files;
    this.limits = limits;
    this.clock = clock;
    this.drops = drops;
    this.reader = new QueueReader(files, lock);
    this.acknowledged = files.acknowledged();
    files.deleteThrough(acknowledged);
    this.acknowledgedEnd = files.endOf(acknowledged);
    this.taken = acknowledged;
    this.given = acknowledged;
    this.seen = acknowledged;
    this.stalledSince = waiting() > 0 ? clock.instant() : null;
  }

  /**
   * Opens the queue in a folder, which is made where there is none, and cuts off what the end of a
   * process left unfinished.
   */
  static DiskQueue open(Path folder, QueueLimits limits, Clock clock, Drops drops)
      throws IOException {
    QueueFiles files = QueueFiles.open(folder);
    try {
      return new DiskQueue(files, limits, clock, drops);
    } catch (IOException e) {
      files.close();
      throw e;
    }
  }

  /**
   * Takes an event in, which is then in the hands of the operating system. One that is too large
   * for the queue is dropped.
   *
   * @return whether it is in the queue
   * @throws IOException if it could not be written; then it is not in the queue
   */
  boolean append(byte[] key, byte[] value, Instant timestamp) throws IOException {
    if ((long) key.length + value.length > RecordFormat.LARGEST) {
      drops.dropped(DropReason.TOO_LARGE, 1);
      return false;
    }
    byte[] record = RecordFormat.write(clock.millis(), timestamp.toEpochMilli(), key, value);
    lock.lock();
    try {
      makeRoom(record.length);
      files.append(record, limits.segmentBytes());
      if (stalledSince == null) {
        stalledSince = clock.instant();
      }
      appended.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(int bytesMore) {
    while (files.bytes() + bytesMore > limits.maxBytes()) {
      long last = files.lastOfOldestComplete();
      if (last == 0) {
        return;
      }
      drops.dropped(DropReason.SIZE, last - acknowledged);
      seen = Math.max(seen, last);
      settle(last, 0, 0);
    }
  }

  /**
   * The next event in order, each once until {@link #rewind}; null where none comes in time. What
   * has waited for too long is dropped on the way.
   */
  @Nullable StoredRecord take(Duration patience) throws IOException, InterruptedException {
    long remaining = patience.toNanos();
    while (true) {
      StoredRecord record = read();
      if (record == null) {
        lock.lockInterruptibly();
        try {
          if (taken + 1 >= files.next()) {
            if (remaining <= 0) {
              return null;
            }
            remaining = appended.awaitNanos(remaining);
          }
        } finally {
          lock.unlock();
        }
      } else if (isWanted(record)) {
        return record;
      }
    }
  }

  private @Nullable StoredRecord read() throws IOException {
    do {
      StoredRecord record = reader.next();
      if (record != null) {
        return record;
      }
    } while (findMore());
    return null;
  }

  private boolean findMore() throws IOException {
    lock.lock();
    try {
      if (reader.advance(acknowledgedEnd)) {
        return true;
      }
      endOfAll();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** What should have come and did not, will not. */
  private void endOfAll() {
    long last = files.next() - 1;
    missing(last);
    taken = last;
    Segment reading = reader.reading();
    if (reading != null && acknowledged >= given && acknowledged < last) {
      settle(last, reading.first(), reader.readableEnd());
      progressed();
    }
  }

  private boolean isWanted(StoredRecord record) {
    lock.lock();
    try {
      missing(record.sequence() - 1);
      seen = Math.max(seen, record.sequence());
      taken = record.sequence();
      if (record.sequence() <= acknowledged) {
        return false; // its file was dropped while it was read
      }
      // Only while nothing before it is on its way, so that this is the next to be settled.
      if (acknowledged >= given && isTooOld(record)) {
        drops.dropped(DropReason.AGE, 1);
        settle(record);
        return false;
      }
      given = record.sequence();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isTooOld(StoredRecord record) {
    return clock.millis() - record.acceptedMillis() > limits.maxAge().toMillis();
  }

  /** Counts, once, what up to this record was not there to be read. */
  private void missing(long last) {
    if (last > seen) {
      LOG.warn("{} events could not be read back from disk and are lost", last - seen);
      drops.dropped(DropReason.CORRUPT, last - seen);
      seen = last;
    }
  }

  /** What was taken and not acknowledged is taken again. */
  void rewind() {
    lock.lock();
    try {
      reader.stop();
      taken = acknowledged;
      given = acknowledged;
    } finally {
      lock.unlock();
    }
  }

  /** This event and all before it need to be kept no longer. */
  void acknowledge(StoredRecord record) {
    lock.lock();
    try {
      if (record.sequence() > acknowledged) {
        settle(record);
      }
      progressed();
    } finally {
      lock.unlock();
    }
  }

  private void progressed() {
    stalledSince = waiting() > 0 ? clock.instant() : null;
  }

  private void settle(StoredRecord record) {
    settle(record.sequence(), record.segment(), record.end());
  }

  private void settle(long sequence, long segment, long end) {
    acknowledged = sequence;
    files.deleteThrough(sequence);
    Segment oldest = files.oldest();
    acknowledgedEnd = oldest != null && oldest.first() == segment ? end : 0;
    settled.signalAll();
  }

  /** Whether all was acknowledged or dropped, waited for no longer than this. */
  boolean awaitEmpty(Duration patience) throws InterruptedException {
    long remaining = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting() > 0 && remaining > 0) {
        remaining = settled.awaitNanos(remaining);
      }
      return waiting() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** How many events wait to be acknowledged. */
  long records() {
    lock.lock();
    try {
      return waiting();
    } finally {
      lock.unlock();
    }
  }

  private long waiting() {
    return files.next() - 1 - acknowledged;
  }

  /** How many bytes of the files wait to be acknowledged. */
  long bytes() {
    lock.lock();
    try {
      return files.bytes() - acknowledgedEnd;
    } finally {
      lock.unlock();
    }
  }

  /** When the oldest event that waits was accepted; empty where none waits. */
  Optional<Instant> oldest() throws IOException {
    SegmentReader oldest;
    long end;
    lock.lock();
    try {
      Segment segment = files.oldest();
      if (segment == null || waiting() == 0) {
        return Optional.empty();
      }
      oldest = new SegmentReader(segment, acknowledgedEnd);
      end = segment.length();
    } finally {
      lock.unlock();
    }
    try (oldest) {
      return Optional.ofNullable(oldest.next(end))
          .map(record -> Instant.ofEpochMilli(record.acceptedMillis()));
    }
  }

  /**
   * For how long nothing was acknowledged while something waited, or was dropped for waiting; zero
   * where nothing waits.
   */
  Duration stalled() {
    lock.lock();
    try {
      return stalledSince == null ? Duration.ZERO : Duration.between(stalledSince, clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sees to it that what was appended so far survives the end of the machine, and that what was
   * acknowledged so far is not taken again after the end of the process; one thread at a time.
   * Where the folder was deleted, it is made anew.
   */
  void flush() throws IOException {
    List<Segment> written;
    long done;
    lock.lock();
    try {
      files.renewIfGone();
      written = files.toSync();
      done = acknowledged;
    } finally {
      lock.unlock();
    }
    files.remember(done);
    for (Segment each : written) {
      each.sync(); // without the lock: it takes as long as the disk does
      lock.lock();
      try {
        files.synced(each);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Flushes, and takes nothing in any more; when nobody takes. */
  @Override
  public void close() throws IOException {
    try (files) {
      flush();
    } finally {
      lock.lock();
      try {
        reader.stop();
      } finally {
        lock.unlock();
      }
    }
  }
}
