package dev.pointsman.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryTest {

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "16383, ff7f",
    "16384, 808001",
    "9223372036854775807, ffffffffffffffff7f",
    "-1, ffffffffffffffffff01",
    "-9223372036854775808, 80808080808080808001"
  })
  void aVarintIsShortForSmallNumbers(long value, String hex) throws IOException {
    assertThat(written(out -> Binary.writeVarLong(value, out))).isEqualTo(hex);
    assertThat(Binary.readVarLong(in(hex))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "-1, 01",
    "1, 02",
    "63, 7e",
    "-64, 7f",
    "64, 8001",
    "9223372036854775807, feffffffffffffffff01",
    "-9223372036854775808, ffffffffffffffffff01"
  })
  void aSignedVarintIsShortOnBothSidesOfZero(long value, String hex) throws IOException {
    assertThat(written(out -> Binary.writeSignedVarLong(value, out))).isEqualTo(hex);
    assertThat(Binary.readSignedVarLong(in(hex))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "-0.0, 018000000000000000",
    "1, 0002",
    "-1, 0001",
    "1500, 00b817",
    "0.5, 013fe0000000000000",
    "-2.25, 01c002000000000000",
    "4503599627370495, 00feffffffffffff0f",
    "4503599627370496, 014330000000000000",
    "1.7976931348623157e308, 017fefffffffffffff",
    "4.9e-324, 010000000000000001",
    "9223372036854775807, 0143e0000000000000"
  })
  void aNumberIsShortWhenItIsWhole(double value, String hex) throws IOException {
    assertThat(written(out -> Binary.writeNumber(value, out))).isEqualTo(hex);
    assertThat(Double.doubleToRawLongBits(Binary.readNumber(in(hex))))
        .isEqualTo(Double.doubleToRawLongBits(value));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Long.MIN_VALUE,
        -9.007199254740992e15,
        1e15 + 0.5,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
      })
  void everyDoubleComesBackToTheBit(double value) throws IOException {
    String hex = written(out -> Binary.writeNumber(value, out));
    assertThat(Double.doubleToRawLongBits(Binary.readNumber(in(hex))))
        .isEqualTo(Double.doubleToRawLongBits(value));
  }

  @Test
  void textIsUtf8BehindItsLength() throws IOException {
    assertThat(written(out -> Binary.writeText("é😀", out))).isEqualTo("06c3a9f09f9880");
    assertThat(Binary.readText(in("06c3a9f09f9880"))).isEqualTo("é😀");
    assertThat(written(out -> Binary.writeText("", out))).isEqualTo("00");
    assertThat(Binary.readText(in("00"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 200_000, 1_000_000})
  void textMayBeLong(int length) throws IOException {
    String text = "abcdefg".repeat(length / 7 + 1).substring(0, length);
    String hex = written(out -> Binary.writeText(text, out));
    assertThat(Binary.readText(in(hex))).isEqualTo(text);
  }

  @Test
  void whatIsCutOffIsReported() {
    assertThatThrownBy(() -> Binary.readVarLong(in("8080"))).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> Binary.readText(in("056162"))).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> Binary.readNumber(in("013fe0"))).isInstanceOf(EOFException.class);
  }

  @Test
  void aVarintWithoutAnEndIsReported() {
    assertThatThrownBy(() -> Binary.readVarLong(in("ff".repeat(11))))
        .isInstanceOf(IOException.class)
        .hasMessage("a varint is longer than 10 bytes");
  }

  @Test
  void anUnknownFormOfANumberIsReported() {
    assertThatThrownBy(() -> Binary.readNumber(in("0700")))
        .isInstanceOf(IOException.class)
        .hasMessage("a number of the unknown form 7");
  }

  @Test
  void aCountThatCannotBeIsReported() {
    assertThatThrownBy(() -> Binary.readCount(in("ffffffffffffffffff01")))
        .isInstanceOf(IOException.class)
        .hasMessage("a count of -1");
    assertThatThrownBy(() -> Binary.readCount(in("8080808008")))
        .isInstanceOf(IOException.class)
        .hasMessage("a count of 2147483648");
  }

  @Test
  void aCorruptLengthDoesNotTakeTheMemoryThatItPromises() {
    assertThatThrownBy(() -> Binary.readText(in("ffffffff07" + "61".repeat(100_000))))
        .isInstanceOf(EOFException.class);
  }

  private interface Writer {
    void write(DataOutput out) throws IOException;
  }

  private static String written(Writer writer) throws IOException {
    var bytes = new ByteArrayOutputStream();
    writer.write(new DataOutputStream(bytes));
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static DataInput in(String hex) {
    return new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }
}
