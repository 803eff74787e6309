package dev.pointsman.agent.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRepliesTest {

  @ParameterizedTest
  @ValueSource(strings = {"+OK\r\n", "$4\r\n$9:x\r\n", "-ERR no\r\n", ":12\r\n", "$-1\r\n", ""})
  void repliesPassAsTheyAre(String reply) throws IOException {
    assertThat(read(reply)).isEqualTo(reply);
  }

  @Test
  void eachReplyIsLookedAt() throws IOException {
    var replies = new BoundedReplies(stream("+OK\r\n$3\r\nabc\r\n"), 100);
    replies.replyBegins();
    assertThat(new String(replies.readNBytes(5), US_ASCII)).isEqualTo("+OK\r\n");
    replies.replyBegins();
    assertThat(new String(replies.readAllBytes(), US_ASCII)).isEqualTo("$3\r\nabc\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$101\r\n", "$2147483647\r\n", "$99999999999999999999\r\n", "$00000000000101\r\n"})
  void aReplyThatAnnouncesToBeTooLongIsNotBelieved(String reply) {
    assertThatThrownBy(() -> read(reply))
        .isInstanceOf(BoundedReplies.UnreadableReplyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n", "*1000000000\r\n", "\r\n", "%2\r\n"})
  void whatIsNoAnswerToAQuestionOfOursIsRefused(String reply) {
    assertThatThrownBy(() -> read(reply)).hasMessage("not an answer of Redis");
  }

  @Test
  void answersEndWhereTheyAreLongerThanTheyMayBe() {
    assertThatThrownBy(() -> read("$5\r\n" + "x".repeat(1000)))
        .hasMessage("more than 100 bytes of answers");
  }

  private static String read(String reply) throws IOException {
    var replies = new BoundedReplies(stream(reply), 100);
    replies.replyBegins();
    return new String(replies.readAllBytes(), US_ASCII);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII));
  }
}
