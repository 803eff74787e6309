package dev.pointsman.alert;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Bytes;
import dev.pointsman.event.Labels;
import dev.pointsman.event.LabelsCodec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The name of an alert that outlives restarts: of a rule's name and a group's labels alone. */
public final class Fingerprint {

  private static final int BYTES = 16;

  private Fingerprint() {}

  /** The first 16 bytes of a SHA-256, as 32 hexadecimal digits. */
  public static String of(String rule, Labels group) {
    try {
      var bytes = new Bytes.Out(128);
      var out = new DataOutputStream(bytes);
      Binary.writeText(rule, out);
      LabelsCodec.INSTANCE.write(group, out);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toArray());
      return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
