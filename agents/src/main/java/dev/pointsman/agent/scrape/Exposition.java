package dev.pointsman.agent.scrape;

import dev.pointsman.agent.scrape.ExpositionParser.Dialect;
import dev.pointsman.agent.scrape.ScrapeException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The text of an answer.
 *
 * @param contentType as the target says it, or empty
 * @param length in bytes, unpacked
 */
record Exposition(String text, String contentType, int length) {

  /** What Java puts in place of what is not UTF-8; a text may have it of its own. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final String OPENMETRICS = "application/openmetrics-text";

  /** Waits for room in memory. */
  interface Room {
    void reserve(long bytes) throws ScrapeException, InterruptedException;
  }

  /**
   * Unpacks and decodes an answer.
   *
   * @param room for what comes of it beyond what was read
   * @throws ScrapeException where it is longer than {@code maxBytes}, broken, or not UTF-8
   */
  static Exposition of(HttpResponse<BoundedBody.Bytes> response, int maxBytes, Room room)
      throws ScrapeException, InterruptedException {
    if (response.body().cut()) {
      throw tooLarge(maxBytes);
    }
    byte[] bytes = unpacked(response, maxBytes, room);
    String text = decoded(bytes);
    // HTTP itself tells that such an answer is whole; some targets leave the last line end out.
    if (isFramed(response) && !text.isEmpty() && !text.endsWith("\n")) {
      text += "\n";
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    return new Exposition(text, type, bytes.length);
  }

  private static byte[] unpacked(HttpResponse<BoundedBody.Bytes> response, int maxBytes, Room room)
      throws ScrapeException, InterruptedException {
    byte[] bytes = response.body().bytes();
    String encoding = encoding(response);
    if (encoding.isEmpty() || encoding.equals("identity")) {
      return bytes;
    }
    if (!encoding.equals("gzip")) {
      throw new ScrapeException(
          Reason.MALFORMED, "the answer is packed as " + encoding + ", which was not asked for");
    }
    try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      var unpacked = new ByteArrayOutputStream();
      for (long size = ScrapeMemory.FREE_BYTES; ; size *= 2) {
        int end = (int) Math.min(size, maxBytes + 1L);
        room.reserve(end);
        unpacked.write(unpacking.readNBytes(end - unpacked.size()));
        if (unpacked.size() > maxBytes) {
          throw tooLarge(maxBytes);
        }
        if (unpacked.size() < end) {
          return unpacked.toByteArray();
        }
      }
    } catch (IOException e) {
      throw new ScrapeException(
          Reason.MALFORMED, "the answer is not whole gzip: " + e.getMessage());
    }
  }

  private static String decoded(byte[] bytes) throws ScrapeException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text; // the strict way takes three times the memory
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ScrapeException(Reason.MALFORMED, "the answer is not UTF-8");
    }
  }

  private static boolean isFramed(HttpResponse<BoundedBody.Bytes> response) {
    return response.headers().firstValue("Content-Length").isPresent()
        || response.headers().firstValue("Transfer-Encoding").isPresent()
        || encoding(response).equals("gzip"); // its trailer was checked
  }

  private static String encoding(HttpResponse<BoundedBody.Bytes> response) {
    return response
        .headers()
        .firstValue("Content-Encoding")
        .orElse("")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static ScrapeException tooLarge(int maxBytes) {
    return new ScrapeException(
        Reason.TOO_LARGE, "the answer is longer than " + maxBytes + " bytes (max_bytes)");
  }

  /** Gives each sample to {@code taker}. */
  void parse(ParsedSample.Taker taker) throws ScrapeException {
    String type = contentType.toLowerCase(Locale.ROOT);
    Dialect dialect = type.startsWith(OPENMETRICS) ? Dialect.OPENMETRICS : Dialect.PROMETHEUS;
    try {
      ExpositionParser.parse(text, dialect, taker);
    } catch (ScrapeException e) {
      // Many targets name a wrong type and are read all the same; where they are not, it helps.
      if (e.reason() == Reason.MALFORMED && !type.isEmpty() && !isMetrics(type)) {
        throw new ScrapeException(
            Reason.MALFORMED, e.getMessage() + " (the answer is said to be " + contentType + ")");
      }
      throw e;
    }
  }

  private static boolean isMetrics(String type) {
    return type.startsWith("text/plain") || type.startsWith(OPENMETRICS);
  }
}
