package dev.pointsman.agent.delivery;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a record is written, in big-endian order:
 *
 * <pre>
 * int   length of all that follows the checksum
 * int   CRC-32C of the same
 * long  sequence
 * long  when it was accepted, milliseconds since the epoch
 * long  its timestamp, milliseconds since the epoch
 * int   length of the key
 * ...   key, value
 * </pre>
 */
final class RecordFormat {

  /** Length and checksum. */
  static final int PREFIX = 2 * Integer.BYTES;

  private static final int FIXED = 3 * Long.BYTES + Integer.BYTES;

  /** Of a record, beyond its key and value. */
  static final int OVERHEAD = PREFIX + FIXED;

  /** Of key and value; larger ones are no events of ours. */
  static final int LARGEST = 4 << 20;

  private static final int CHECKSUM_AT = Integer.BYTES;

  private RecordFormat() {}

  /** A record without its sequence, which {@link #seal} gives it. */
  static byte[] write(long acceptedMillis, long timestampMillis, byte[] key, byte[] value) {
    int length = FIXED + key.length + value.length;
    return ByteBuffer.allocate(PREFIX + length)
        .putInt(length)
        .putInt(0)
        .putLong(0)
        .putLong(acceptedMillis)
        .putLong(timestampMillis)
        .putInt(key.length)
        .put(key)
        .put(value)
        .array();
  }

  static void seal(byte[] record, long sequence) {
    ByteBuffer buffer = ByteBuffer.wrap(record).putLong(PREFIX, sequence);
    buffer.putInt(CHECKSUM_AT, checksum(content(buffer, 0, record.length - PREFIX)));
  }

  /** The length that a prefix speaks of, or -1 where no record has such a one. */
  static int length(ByteBuffer buffer, int at) {
    int length = buffer.getInt(at);
    return length >= FIXED && length <= FIXED + LARGEST ? length : -1;
  }

  /** Whether what stands at {@code at} is what was written. */
  static boolean isWhole(ByteBuffer buffer, int at, int length) {
    return buffer.getInt(at + CHECKSUM_AT) == checksum(content(buffer, at, length));
  }

  /**
   * Reads a record that is whole.
   *
   * @param segment the file that it lies in
   * @param end where it ends there
   */
  static StoredRecord read(ByteBuffer buffer, int at, int length, long segment, long end) {
    ByteBuffer record = content(buffer, at, length);
    long sequence = record.getLong();
    long acceptedMillis = record.getLong();
    long timestampMillis = record.getLong();
    var key = new byte[record.getInt()];
    record.get(key);
    var value = new byte[record.remaining()];
    record.get(value);
    return new StoredRecord(sequence, acceptedMillis, timestampMillis, key, value, segment, end);
  }

  private static ByteBuffer content(ByteBuffer buffer, int at, int length) {
    return buffer.duplicate().position(at + PREFIX).limit(at + PREFIX + length);
  }

  private static int checksum(ByteBuffer content) {
    var crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }
}
