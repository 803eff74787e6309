package dev.pointsman.agent.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of a queue: records one after the other, named by the sequence of its first. The lock of
 * its queue guards all but {@link #sync}.
 *
 * <p>It is written and read by {@link RandomAccessFile} and not by a channel, which the interrupt
 * of a thread that is just telling something would close.
 */
final class Segment implements Closeable {

  /** Ends the names; another format has another one. */
  static final String SUFFIX = ".v1";

  private static final int DIGITS = 20;

  private final Path file;
  private final long first;
  private volatile long length;

  /** How much of it survives the machine; of the thread that syncs. */
  private long synced;

  private volatile @Nullable RandomAccessFile writer;

  private Segment(Path file, long first, long length) {
    this.file = file;
    this.first = first;
    this.length = length;
  }

  /** A new and empty one, which can be appended to. */
  static Segment create(Path folder, long first) throws IOException {
    Path file = folder.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d", first) + SUFFIX);
    var segment = new Segment(file, first, 0);
    segment.reopen(0);
    return segment;
  }

  /** One that is there, as long as its file. */
  static Segment of(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      long first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
      return new Segment(file, first, Files.size(file));
    } catch (NumberFormatException e) {
      throw new IOException(file + " is not named as a file of a queue", e);
    }
  }

  /** Makes it ready to be appended to, after what is whole in it: the rest is cut off. */
  void reopen(long wholeLength) throws IOException {
    var reopened = new RandomAccessFile(file.toFile(), "rw");
    try {
      reopened.setLength(wholeLength);
      reopened.seek(wholeLength);
    } catch (IOException e) {
      reopened.close();
      throw e;
    }
    length = wholeLength;
    writer = reopened;
  }

  /**
   * Appends a record.
   *
   * @throws IOException if it could not be written whole; then there is nothing of it, or else the
   *     segment can no more be appended to
   */
  void append(byte[] record) throws IOException {
    RandomAccessFile to = requireWriter();
    long end = length + record.length;
    try {
      to.write(record);
      length = end;
    } catch (IOException e) {
      try {
        to.setLength(length);
        to.seek(length);
      } catch (IOException cannotUndo) {
        e.addSuppressed(cannotUndo);
        close();
      }
      throw e;
    }
  }

  boolean isWritable() {
    return writer != null;
  }

  /** Sees to it that what was appended survives the machine. */
  void sync() throws IOException {
    RandomAccessFile open = writer;
    long upTo = length;
    if (open != null && upTo > synced) {
      open.getFD().sync();
      synced = upTo;
    }
  }

  Path file() {
    return file;
  }

  /** The sequence of its first record. */
  long first() {
    return first;
  }

  long length() {
    return length;
  }

  /** No more appending; it can still be read. */
  @Override
  public void close() throws IOException {
    RandomAccessFile open = writer;
    writer = null;
    if (open != null) {
      open.close();
    }
  }

  private RandomAccessFile requireWriter() throws IOException {
    RandomAccessFile open = writer;
    if (open == null) {
      throw new IOException(file + " is closed");
    }
    return open;
  }
}
