package dev.pointsman.agent.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a queue, of which the newest is appended to. The lock of the queue guards them. */
final class QueueFiles implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(QueueFiles.class);

  /** How many times its size a file may become where the next one cannot be opened. */
  private static final int LONGEST = 4;

  private final Path folder;
  private PositionFile position;

  /** By the first sequence of each. */
  private final TreeMap<Long, Segment> segments = new TreeMap<>();

  /** Not appended to any more, but not safe from the end of the machine either. */
  private final Deque<Segment> unsynced = new ArrayDeque<>();

  private @Nullable Segment active;
  private long next;
  private long bytes;
  private boolean closed;

  private QueueFiles(Path folder, PositionFile position) {
    this.folder = folder;
    this.position = position;
  }

  static QueueFiles open(Path folder) throws IOException {
    Files.createDirectories(folder);
    var files = new QueueFiles(folder, PositionFile.open(position(folder)));
    try {
      files.recover();
      return files;
    } catch (IOException e) {
      files.close();
      throw e;
    }
  }

  private static Path position(Path folder) {
    return folder.resolve("position");
  }

  private void recover() throws IOException {
    for (Path file : names()) {
      Segment segment = Segment.of(file);
      segments.put(segment.first(), segment);
    }
    next = position.sequence() + 1;
    if (!segments.isEmpty()) {
      Segment newest = segments.lastEntry().getValue();
      recover(newest);
      active = newest;
    }
    bytes = segments.values().stream().mapToLong(Segment::length).sum();
  }

  /** Finds the end of what is whole. What comes before it and is not is met when it is read. */
  private void recover(Segment segment) throws IOException {
    long size = segment.length();
    long whole = 0;
    next = Math.max(next, segment.first());
    try (var reader = new SegmentReader(segment, 0)) {
      for (StoredRecord each = reader.next(size); each != null; each = reader.next(size)) {
        next = Math.max(next, each.sequence() + 1);
        whole = each.end();
      }
    }
    segment.reopen(whole);
    if (whole < size) {
      LOG.warn("{}: cut off {} bytes that were not written whole", segment.file(), size - whole);
    }
  }

  private List<Path> names() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> files = found.filter(each -> each.toString().matches(".*\\d\\.v\\d+")).toList();
      for (Path file : files) {
        if (!file.toString().endsWith(Segment.SUFFIX)) {
          throw new IOException(file + " was written by another version of Pointsman");
        }
      }
      return files;
    }
  }

  /** Up to which record all was acknowledged when this was opened. */
  long acknowledged() {
    long before = segments.isEmpty() ? 0 : segments.firstKey() - 1;
    return Math.max(position.sequence(), before);
  }

  /** Where in the oldest file the first record after this one is to be looked for. */
  long endOf(long sequence) throws IOException {
    Segment oldest = oldest();
    long end = 0;
    if (oldest != null) {
      try (var reader = new SegmentReader(oldest, 0)) {
        StoredRecord each = reader.next(oldest.length());
        while (each != null && each.sequence() <= sequence) {
          end = each.end();
          each = reader.next(oldest.length());
        }
      }
    }
    return end;
  }

  /** The sequence that the next record gets. */
  long next() {
    return next;
  }

  /** Of all files. */
  long bytes() {
    return bytes;
  }

  /**
   * Appends a record and gives it its sequence.
   *
   * @param segmentBytes the size from which on a file is not appended to any more
   */
  void append(byte[] record, long segmentBytes) throws IOException {
    if (closed) {
      throw new IOException("the queue in " + folder + " is closed");
    }
    Segment to = active;
    if (to == null || !to.isWritable() || to.length() >= segmentBytes) {
      to = follow(to, segmentBytes);
    }
    RecordFormat.seal(record, next);
    to.append(record);
    bytes += record.length;
    next++;
  }

  /** The file after this one; while none can be opened, this one goes on. */
  private Segment follow(@Nullable Segment full, long segmentBytes) throws IOException {
    try {
      return begin();
    } catch (IOException e) {
      if (full == null || !full.isWritable() || full.length() >= LONGEST * segmentBytes) {
        throw e;
      }
      return full;
    }
  }

  private Segment begin() throws IOException {
    Segment fresh = Segment.create(folder, next);
    if (active != null) {
      unsynced.add(active);
    }
    active = fresh;
    segments.put(next, fresh);
    return fresh;
  }

  /** Appends no more to this one. */
  void end(Segment segment) {
    if (active == segment) {
      unsynced.add(segment);
      active = null;
    }
  }

  @Nullable Segment oldest() {
    Map.Entry<Long, Segment> entry = segments.firstEntry();
    return entry == null ? null : entry.getValue();
  }

  @Nullable Segment after(Segment segment) {
    Map.Entry<Long, Segment> entry = segments.higherEntry(segment.first());
    return entry == null ? null : entry.getValue();
  }

  /** How long it is by now, also when its file was begun anew. */
  long length(Segment segment) {
    return segments.getOrDefault(segment.first(), segment).length();
  }

  /**
   * The last sequence in the oldest file, where that is not the one that is appended to; else 0.
   */
  long lastOfOldestComplete() {
    return segments.size() < 2 ? 0 : segments.higherKey(segments.firstKey()) - 1;
  }

  /** Deletes the files all of whose records are acknowledged, but for the newest. */
  void deleteThrough(long acknowledged) {
    for (long last = lastOfOldestComplete();
        last > 0 && last <= acknowledged;
        last = lastOfOldestComplete()) {
      Segment oldest = segments.pollFirstEntry().getValue();
      bytes -= oldest.length();
      try {
        Files.deleteIfExists(oldest.file());
      } catch (IOException e) {
        // It is looked at again, and nothing found in it that was not acknowledged, at the start.
        LOG.warn("{} cannot be deleted: {}", oldest.file(), e.toString());
      }
    }
  }

  /**
   * Begins anew where somebody deleted the folder: what is written to files that are open still,
   * nobody finds at the next start.
   */
  void renewIfGone() throws IOException {
    if (closed || !Files.notExists(position(folder))) {
      return;
    }
    Files.createDirectories(folder);
    PositionFile fresh = PositionFile.open(position(folder));
    position.close();
    position = fresh;
    if (active != null) {
      end(active);
    }
    LOG.error("{} was deleted, with what waited in it, and is made anew", folder);
  }

  /** What is to be synced now, the newest last. */
  List<Segment> toSync() {
    var all = new ArrayList<Segment>(unsynced);
    if (active != null) {
      all.add(active);
    }
    return all;
  }

  /** A segment that is not appended to any more needs to be synced no more. */
  void synced(Segment segment) throws IOException {
    if (unsynced.remove(segment)) {
      segment.close();
    }
  }

  /** Remembers for the next start; without the lock, by one thread at a time. */
  void remember(long acknowledged) throws IOException {
    position.write(acknowledged);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    for (Segment each : toSync()) {
      each.close();
    }
    position.close();
  }
}
