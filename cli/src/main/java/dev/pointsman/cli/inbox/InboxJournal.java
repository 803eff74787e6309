package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accepted requests in a file, one JSON object a line: what was appended is there after the
 * process was killed. The oldest go when they are too many. Safe for use by many threads.
 */
final class InboxJournal implements AutoCloseable {

  /** Some thousands of requests. */
  static final long BYTES_KEPT = 16L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(InboxJournal.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final long bytesKept;
  private FileChannel channel;

  private InboxJournal(Path file, long bytesKept, FileChannel channel) {
    this.file = file;
    this.bytesKept = bytesKept;
    this.channel = channel;
  }

  /** Opens the file, made if it is not there. */
  static InboxJournal open(Path file, long bytesKept) throws IOException {
    return new InboxJournal(file, bytesKept, rewritten(file, bytesKept));
  }

  /** All that it holds, oldest first. */
  synchronized List<AcceptedRequest> requests() throws IOException {
    return read(file).stream().map(Line::request).toList();
  }

  /**
   * Returns when the request is in the file.
   *
   * @throws UncheckedIOException when it could not be written; then nothing of it is in the file
   */
  synchronized void append(AcceptedRequest request) {
    try {
      if (channel.size() > 2 * bytesKept) {
        FileChannel shorter = rewritten(file, bytesKept);
        channel.close();
        channel = shorter;
      }
      // Not forced to the disk: what the process wrote outlives it, if not the machine.
      long end = channel.size();
      ByteBuffer line = ByteBuffer.wrap((text(request) + "\n").getBytes(StandardCharsets.UTF_8));
      try {
        while (line.hasRemaining()) {
          channel.write(line);
        }
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Leaves only the newest that can be read in the file. */
  private static FileChannel rewritten(Path file, long bytesKept) throws IOException {
    Deque<String> newest = new ArrayDeque<>();
    long bytes = 0;
    List<Line> all = read(file);
    for (int i = all.size() - 1; i >= 0; i--) {
      String text = all.get(i).text();
      bytes += text.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes > bytesKept) {
        LOG.info("Forgetting the {} oldest requests in {}", i + 1, file);
        break;
      }
      newest.addFirst(text);
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.write(next, newest);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private static List<Line> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    // A kill may have torn the last line, also in the middle of a character.
    String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    var lines = new ArrayList<Line>();
    for (String text : content.lines().toList()) {
      Optional<AcceptedRequest> request = parse(text);
      if (request.isPresent()) {
        lines.add(new Line(text, request.get()));
      } else {
        LOG.warn("Skipping {} characters in {} that are no request", text.length(), file);
      }
    }
    return lines;
  }

  private static Optional<AcceptedRequest> parse(String line) {
    try {
      if (JSON.readTree(line) instanceof ObjectNode object
          && object.path("path").isTextual()
          && object.path("body") instanceof ObjectNode body) {
        Instant at = Instant.parse(object.path("at").asText());
        return Optional.of(new AcceptedRequest(at, object.path("path").textValue(), body));
      }
      return Optional.empty();
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(AcceptedRequest request) {
    ObjectNode line = JSON.createObjectNode();
    line.put("at", request.at().toString()).put("path", request.path());
    line.set("body", request.body());
    return line.toString();
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }

  private record Line(String text, AcceptedRequest request) {}
}
