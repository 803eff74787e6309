package dev.pointsman.cli.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxJournalTest {

  private static final long MUCH = 1024 * 1024;

  private final Path file;

  InboxJournalTest(@TempDir Path folder) {
    file = folder.resolve("inbox.ndjson");
  }

  @Test
  void whatWasAppendedIsThereWhenItIsOpenedAgain() throws IOException {
    append(MUCH, "one", "two\nlines");
    append(MUCH, "three");
    assertThat(texts(MUCH)).containsExactly("one", "two\nlines", "three");
  }

  @Test
  void aLineTornByAKillIsSkippedAndTheNextIsWhole() throws IOException {
    append(MUCH, "one", "größer");
    byte[] whole = Files.readAllBytes(file);
    for (int torn = 1; torn < 30; torn++) {
      Files.write(file, Arrays.copyOf(whole, whole.length - 1 - torn));
      append(MUCH, "three");
      assertThat(texts(MUCH)).containsExactly("one", "three");
    }
  }

  @Test
  void aLineThatOnlyLacksItsEndIsNotLost() throws IOException {
    append(MUCH, "one", "two");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    append(MUCH, "three");
    assertThat(texts(MUCH)).containsExactly("one", "two", "three");
  }

  @Test
  void theOldestGoWhenItIsOpenedAgainAndTooLong() throws IOException {
    append(MUCH, "one", "two", "three");
    int line = Files.readAllLines(file).get(2).getBytes(StandardCharsets.UTF_8).length + 1;
    assertThat(texts(2L * line)).containsExactly("two", "three");
    assertThat(Files.size(file)).isLessThanOrEqualTo(2L * line);
  }

  @Test
  void itStaysBoundedWhileItIsOpen() throws IOException {
    long limit = 1000;
    String[] many = new String[200];
    Arrays.setAll(many, i -> "number " + i);
    append(limit, many);
    assertThat(Files.size(file)).isLessThan(3 * limit);
    assertThat(texts(limit)).endsWith("number 198", "number 199");
  }

  private void append(long bytesKept, String... texts) throws IOException {
    try (InboxJournal journal = InboxJournal.open(file, bytesKept)) {
      for (String text : texts) {
        var body = JsonNodeFactory.instance.objectNode().put("text", text);
        journal.append(new AcceptedRequest(Instant.EPOCH, "/api/chat.postMessage", body));
      }
    }
  }

  private List<String> texts(long bytesKept) throws IOException {
    try (InboxJournal journal = InboxJournal.open(file, bytesKept)) {
      return journal.requests().stream().map(each -> each.body().get("text").asText()).toList();
    }
  }
}
