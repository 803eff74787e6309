package dev.pointsman.agent.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through the files of a queue in their order, over what cannot be read; of one thread at a
 * time, which holds the lock of the queue for all but {@link #next}.
 */
final class QueueReader {

  private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);

  private final QueueFiles files;
  private final Lock lock;

  private @Nullable SegmentReader reader;
  private @Nullable Segment reading;
  private long readableEnd;

  /**
   * Nothing is read yet.
   *
   * @param lock of the queue, which guards the files
   */
  QueueReader(QueueFiles files, Lock lock) {
    this.files = files;
    this.lock = lock;
  }

  /** The next whole record of what {@link #advance} has found, or null. */
  @Nullable StoredRecord next() {
    SegmentReader open = reader;
    Segment of = reading;
    if (open == null || of == null) {
      return null;
    }
    try {
      return open.next(readableEnd);
    } catch (IOException e) {
      LOG.error("the rest of {} cannot be read and is passed over", of.file(), e);
      passOver(of);
      close(open);
      return null;
    }
  }

  /** What this file still holds is lost: it must not hold up all that comes after it. */
  private void passOver(Segment segment) {
    lock.lock();
    try {
      files.end(segment);
      reader = null;
      readableEnd = files.length(segment);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether there is more to read, in this file or in a later one.
   *
   * @param start where in the oldest file reading begins
   */
  boolean advance(long start) throws IOException {
    if (reading != null && files.length(reading) > readableEnd) {
      readableEnd = files.length(reading);
      return true;
    }
    Segment next = reading == null ? files.oldest() : files.after(reading);
    if (next == null) {
      return false;
    }
    long from = reading == null ? start : 0;
    stop();
    reading = next;
    readableEnd = next.length();
    if (Files.exists(next.file())) {
      reader = open(next, from);
    } else {
      LOG.error("{} is gone, and what waited in it", next.file());
      passOver(next);
    }
    return true;
  }

  /** Where it cannot be opened for now, as for want of file handles, it is tried again. */
  private SegmentReader open(Segment segment, long from) throws IOException {
    try {
      return new SegmentReader(segment, from);
    } catch (IOException e) {
      reading = null;
      throw e;
    }
  }

  /** The file that it has come to, or null before the first. */
  @Nullable Segment reading() {
    return reading;
  }

  /** Up to where that file was found readable. */
  long readableEnd() {
    return readableEnd;
  }

  /** Reads no more; what {@link #advance} finds then begins with the oldest file. */
  void stop() {
    SegmentReader open = reader;
    reader = null;
    reading = null;
    readableEnd = 0;
    if (open != null) {
      close(open);
    }
  }

  private static void close(SegmentReader open) {
    try {
      open.close();
    } catch (IOException e) {
      LOG.warn("a file that was read could not be closed", e);
    }
  }
}
