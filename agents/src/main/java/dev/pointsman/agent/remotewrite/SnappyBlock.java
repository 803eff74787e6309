package dev.pointsman.agent.remotewrite;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.Snappy;

/** Unpacks Snappy's block format (google/snappy, format_description.txt), with Netty's decoder. */
final class SnappyBlock {

  private SnappyBlock() {}

  /**
   * The unpacked bytes; never allocates more than {@code maxLength} for them.
   *
   * @throws MalformedRequestException where it is no whole block, or one longer than that
   */
  static byte[] unpack(byte[] packed, int maxLength) throws MalformedRequestException {
    int length = declaredLength(packed);
    if (length < 0 || length > maxLength) {
      throw MalformedRequestException.tooLarge(
          "it would unpack to more than " + maxLength + " bytes (max_bytes)");
    }
    ByteBuf in = Unpooled.wrappedBuffer(packed);
    ByteBuf out = Unpooled.buffer(length, length);
    try {
      new Snappy().decode(in, out);
    } catch (DecompressionException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // The buffers' own checks of bounds find what the decoder's do not.
      throw new MalformedRequestException("it is not a Snappy block");
    }
    if (out.readableBytes() != length || in.isReadable()) {
      throw new MalformedRequestException("it is not a whole Snappy block");
    }
    return ByteBufUtil.getBytes(out);
  }

  /** The length that a block names at its start, in up to 32 bits; negative from 2 GiB on. */
  private static int declaredLength(byte[] packed) throws MalformedRequestException {
    int length = 0;
    for (int i = 0; i < Math.min(packed.length, 5); i++) {
      length |= (packed[i] & 0x7f) << (7 * i);
      if (packed[i] >= 0) {
        return i == 4 && packed[i] > 15 ? -1 : length;
      }
    }
    throw new MalformedRequestException("it is not a Snappy block");
  }
}
