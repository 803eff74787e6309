package dev.pointsman.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from their JSON text, or says why one cannot be taken in; never throws for what is
 * in the text. Fields that it does not know are passed over. For one thread.
 *
 * <p>Some can be {@link #add added} and then decoded in turn: their origins lie anywhere in memory,
 * and to wait for all at once takes as long as to wait for one.
 */
public final class EventDecoder {

  /**
   * 2000-01-01T00:00:00Z: an earlier timestamp is a mistake, most often seconds for milliseconds.
   */
  public static final long EARLIEST = 946_684_800_000L;

  /** What became of a message. */
  public sealed interface Decoded {

    /** An event that can be taken in, and what it has in common with others. */
    record Accepted(Event event, Origin origin) implements Decoded {}

    /** An event that cannot, with the reason. */
    record Rejected(Rejection rejection) implements Decoded {}
  }

  /**
   * How long all labels of an event may be together, in characters: an alert repeats them for each
   * of its readings.
   */
  public static final int MAX_LABEL_CHARS = 16_384;

  /** Longer ones are not remembered, so that a few do not take the room of many. */
  private static final int MAX_IDENTITY = 1024;

  /** How many can be added. */
  public static final int MAX_ADDED = 32;

  private final long earliest;
  private final EventReader reader;
  private final PlainEvent plain = new PlainEvent();
  private final OriginTable origins = new OriginTable();
  private final Added[] added = new Added[MAX_ADDED];
  private int size;
  private int next;

  /** Keeps what was read for nothing else from being left out. */
  private int unusedSum;

  /**
   * A decoder.
   *
   * @param earliest the oldest timestamp that is taken, in milliseconds since the epoch; {@link
   *     #EARLIEST} but for tests that are written from time 0 on
   */
  public EventDecoder(long earliest) {
    this.earliest = earliest;
    this.reader = new EventReader(earliest);
    Arrays.setAll(added, i -> new Added());
  }

  /**
   * Reads an event, where none was added that is not decoded yet.
   *
   * @param kind null where the fields have to tell it
   * @param latest the newest timestamp that is taken, in milliseconds since the epoch
   */
  public Decoded decode(@Nullable EventKind kind, byte[] json, long latest) {
    add(kind, json);
    return next(latest);
  }

  /**
   * Reads an event and tells its kind by its fields.
   *
   * @param latest the newest timestamp that is taken, in milliseconds since the epoch
   */
  public Decoded decode(byte[] json, long latest) {
    return decode(null, json, latest);
  }

  /**
   * Adds a text that {@link #next} will read in its turn, once all have been added; nobody may
   * change it before.
   *
   * @param kind null where the fields have to tell it
   * @throws IllegalStateException if there are {@link #MAX_ADDED}, or one was read already
   */
  public void add(@Nullable EventKind kind, byte[] json) {
    if (size == MAX_ADDED || next > 0) {
      throw new IllegalStateException(size + " events are to be decoded first");
    }
    added[size++].read(kind, json);
  }

  /**
   * Reads the first of those that were added and not read yet.
   *
   * @param latest the newest timestamp that is taken, in milliseconds since the epoch
   * @throws IllegalStateException if there is none
   */
  public Decoded next(long latest) {
    if (next == size) {
      throw new IllegalStateException("no event was added");
    }
    if (next == 0 && size > 1) {
      for (int i = 0; i < size; i++) {
        unusedSum += origins.touch(added[i].hash);
      }
    }
    Added one = added[next++];
    if (next == size) {
      next = 0;
      size = 0;
    }
    return one.decode(latest);
  }

  /** A text, and what it is if it is plain. */
  private final class Added {
    private @Nullable EventKind kind;
    private byte[] json = {};
    private boolean isPlain;

    /** What tells the origin; of no length where it is too long to be remembered. */
    private final byte[] identity = new byte[MAX_IDENTITY];

    private int length;
    private int hash;
    private long timestamp;
    private double first;
    private double second;

    void read(@Nullable EventKind ofKind, byte[] text) {
      kind = ofKind;
      json = text;
      isPlain = plain.read(kind, json);
      if (isPlain) {
        length = plain.identity(identity);
        hash = OriginTable.hash(identity, length);
        timestamp = plain.timestamp();
        first = plain.first();
        second = plain.second();
      }
    }

    Decoded decode(long latest) {
      if (isPlain && timestamp >= earliest && timestamp <= latest) {
        Origin known = length == 0 ? null : origins.find(identity, length, hash);
        Origin origin = known == null ? newOrigin() : known;
        if (origin != null) {
          return new Decoded.Accepted(origin.event(timestamp, first, second), origin);
        }
      }
      return reader.read(kind, json, latest);
    }

    /** Null where its labels cannot be taken. */
    private @Nullable Origin newOrigin() {
      // Others may have been read since.
      Origin origin = plain.isOf(json) || plain.read(kind, json) ? plain.origin() : null;
      if (origin == null || origin.labels().chars() > MAX_LABEL_CHARS) {
        return null;
      }
      if (length != 0) {
        origins.add(Arrays.copyOf(identity, length), hash, origin);
      }
      return origin;
    }
  }
}
