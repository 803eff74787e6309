package dev.pointsman.agent.probe.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server chose.
 *
 * @param version as it stands on the wire
 * @param suite as it stands on the wire
 */
record ServerHello(int version, int suite) {

  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int RECORD_HEAD = 5;
  private static final int MAX_RECORD = 16 * 1024 + 256;

  /**
   * Reads the first record that a server sends; tells null where it is not the wanted message, as
   * where it is an alert, or the connection ends before.
   */
  static final class Reader extends ByteToMessageDecoder {

    private final Consumer<@Nullable ServerHello> then;
    private boolean told;

    Reader(Consumer<@Nullable ServerHello> then) {
      this.then = then;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (told) {
        in.skipBytes(in.readableBytes());
        return;
      }
      if (in.readableBytes() < RECORD_HEAD) {
        return;
      }
      int type = in.getUnsignedByte(in.readerIndex());
      int length = in.getUnsignedShort(in.readerIndex() + 3);
      if (type != HANDSHAKE || length > MAX_RECORD) {
        tell(null);
      } else if (in.readableBytes() >= RECORD_HEAD + length) {
        tell(parse(in.slice(in.readerIndex() + RECORD_HEAD, length)));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      super.channelInactive(context);
      tell(null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      tell(null); // a reset, or nonsense: either way not what was asked for
    }

    private void tell(@Nullable ServerHello hello) {
      if (!told) {
        told = true;
        then.accept(hello);
      }
    }
  }

  /** Of a handshake message; null where it is another one. */
  static @Nullable ServerHello parse(ByteBuf message) {
    try {
      if (message.readUnsignedByte() != SERVER_HELLO) {
        return null;
      }
      message.skipBytes(3); // its length
      int version = message.readUnsignedShort();
      message.skipBytes(32); // random
      message.skipBytes(message.readUnsignedByte()); // session
      int suite = message.readUnsignedShort();
      message.skipBytes(1); // compression
      return new ServerHello(selected(message, version), suite);
    } catch (IndexOutOfBoundsException e) {
      return null; // cut short
    }
  }

  /** TLS 1.3 says so in an extension only. */
  private static int selected(ByteBuf message, int version) {
    if (message.readableBytes() < 2) {
      return version;
    }
    ByteBuf extensions = message.readSlice(message.readUnsignedShort());
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf data = extensions.readSlice(extensions.readUnsignedShort());
      if (type == SUPPORTED_VERSIONS) {
        return data.readUnsignedShort();
      }
    }
    return version;
  }
}
