package dev.pointsman.config;

/** How many bytes of something from outside are held in memory at most. */
final class ByteLimit {

  private static final long LEAST = 1 << 10;
  private static final long MOST = 1 << 30;

  private ByteLimit() {}

  /** The value of a key of {@link Scalars#SIZE}, 1 KB to 1 GB. */
  static int read(Block block, String key, int otherwise) {
    Long bytes = block.size(key);
    if (bytes == null) {
      return otherwise;
    }
    if (bytes < LEAST || bytes > MOST) {
      block.problem(key, key + " must be between 1KB and 1GB");
      return otherwise;
    }
    return bytes.intValue();
  }
}
