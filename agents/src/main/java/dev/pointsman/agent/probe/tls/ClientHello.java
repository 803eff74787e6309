package dev.pointsman.agent.probe.tls;

import dev.pointsman.config.CipherSuite;
import dev.pointsman.config.TlsVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first message of a client that speaks just one version of TLS (RFC 2246, 4346, 5246, 8446).
 *
 * <p>Whether a server still accepts TLS 1.0 is something that the JDK cannot ask any more: it
 * forbids itself these versions, for the whole process. The answer is in the server's first
 * message, so this and {@link ServerHello} is all that it takes to ask, and nothing secret follows.
 */
final class ClientHello {

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;

  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int EXTENDED_MASTER_SECRET = 23;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int KEY_SHARE = 51;
  private static final int RENEGOTIATION_INFO = 0xff01;

  private static final int X25519 = 29;
  private static final int[] GROUPS = {X25519, 23, 24, 25}; // and P-256, P-384, P-521

  /** ECDSA, RSA-PSS, RSA with SHA-256 to SHA-512, then those with SHA-1 for old servers. */
  private static final int[] SIGNATURES = {
    0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201
  };

  /** AES-128-GCM, AES-256-GCM, ChaCha20. */
  private static final int[] SUITES_OF_1_3 = {0x1301, 0x1302, 0x1303};

  private static final SecureRandom RANDOM = new SecureRandom();

  private ClientHello() {}

  /**
   * A record with the message.
   *
   * @param host asked for by name, unless it is an address
   * @param preferred offered first; all others after them
   */
  static ByteBuf of(TlsVersion version, String host, List<CipherSuite> preferred) {
    boolean modern = version == TlsVersion.TLS_1_3;
    ByteBuf out = Unpooled.buffer(512);
    out.writeByte(HANDSHAKE);
    out.writeShort(code(TlsVersion.TLS_1_0)); // of the record, as old servers want it
    block16(
        out,
        message -> {
          message.writeByte(CLIENT_HELLO);
          message.writeByte(0); // a length of three bytes
          block16(
              message,
              body -> {
                body.writeShort(Math.min(code(version), code(TlsVersion.TLS_1_2)));
                body.writeBytes(random(32));
                body.writeByte(32);
                body.writeBytes(random(32)); // a session, which nobody knows
                block16(body, suites -> suites(suites, modern, preferred));
                body.writeByte(1);
                body.writeByte(0); // no compression
                block16(body, extensions -> extensions(extensions, version, host));
              });
        });
    return out;
  }

  /** A version as it stands on the wire. */
  static int code(TlsVersion version) {
    return switch (version) {
      case TLS_1_0 -> 0x0301;
      case TLS_1_1 -> 0x0302;
      case TLS_1_2 -> 0x0303;
      case TLS_1_3 -> 0x0304;
    };
  }

  private static void suites(ByteBuf out, boolean modern, List<CipherSuite> preferred) {
    if (modern) {
      shorts(out, SUITES_OF_1_3);
      return;
    }
    var all = new ArrayList<>(preferred);
    for (CipherSuite each : CipherSuite.values()) {
      if (!all.contains(each)) {
        all.add(each);
      }
    }
    all.forEach(each -> out.writeShort(each.code()));
  }

  private static void extensions(ByteBuf out, TlsVersion version, String host) {
    if (NetUtil.createByteArrayFromIpAddressString(host) == null) {
      byte[] name = IDN.toASCII(host).getBytes(StandardCharsets.US_ASCII);
      extension(
          out,
          SERVER_NAME,
          data ->
              block16(
                  data,
                  names -> {
                    names.writeByte(0); // a host name
                    block16(names, each -> each.writeBytes(name));
                  }));
    }
    extension(out, SUPPORTED_GROUPS, data -> block16(data, each -> shorts(each, GROUPS)));
    extension(out, POINT_FORMATS, data -> data.writeByte(1).writeByte(0)); // uncompressed
    if (version.compareTo(TlsVersion.TLS_1_2) >= 0) {
      extension(out, SIGNATURE_ALGORITHMS, data -> block16(data, each -> shorts(each, SIGNATURES)));
    }
    extension(out, EXTENDED_MASTER_SECRET, data -> {});
    extension(out, RENEGOTIATION_INFO, data -> data.writeByte(0));
    if (version == TlsVersion.TLS_1_3) {
      extension(out, SUPPORTED_VERSIONS, data -> data.writeByte(2).writeShort(code(version)));
      extension(
          out,
          KEY_SHARE,
          data ->
              block16(
                  data,
                  shares -> {
                    shares.writeShort(X25519);
                    block16(shares, key -> key.writeBytes(random(32))); // any is a public key
                  }));
    }
  }

  private static void extension(ByteBuf out, int type, Consumer<ByteBuf> data) {
    out.writeShort(type);
    block16(out, data);
  }

  /** Writes what is in the block after its length in two bytes. */
  private static void block16(ByteBuf out, Consumer<ByteBuf> content) {
    int at = out.writerIndex();
    out.writeShort(0);
    content.accept(out);
    out.setShort(at, out.writerIndex() - at - 2);
  }

  private static void shorts(ByteBuf out, int... values) {
    for (int value : values) {
      out.writeShort(value);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
