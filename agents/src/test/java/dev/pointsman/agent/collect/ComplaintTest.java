package dev.pointsman.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.connector.http.TestingLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Complaint complaint = new Complaint("redis sessions");

  @Test
  void aReasonIsSaidOnceAndAnotherOneAgainButNotMoreThanOnceAMinute() {
    try (var log = new TestingLog()) {
      complaint.hear("refused", 0);
      complaint.hear("refused", 90 * SECOND);
      complaint.hear("denied", 100 * SECOND);
      complaint.hear("refused", 110 * SECOND);
      complaint.hear("denied", 120 * SECOND);
      complaint.hear("too long", 130 * SECOND);
      complaint.hear("too long", 170 * SECOND);
      complaint.hear(null, 180 * SECOND);
      complaint.hear(null, 190 * SECOND);
      assertThat(said(log))
          .containsExactly(
              "redis sessions fails: refused",
              "redis sessions fails: denied",
              "redis sessions fails: too long",
              "redis sessions answers again");
    }
  }

  @Test
  void oneThatFailsEverySecondTimeIsSaidOnceAMinute() {
    try (var log = new TestingLog()) {
      for (int second = 0; second < 120; second += 2) {
        complaint.hear("refused", second * SECOND);
        complaint.hear(null, (second + 1) * SECOND);
      }
      assertThat(said(log))
          .containsExactly(
              "redis sessions fails: refused",
              "redis sessions answers again",
              "redis sessions fails: refused",
              "redis sessions answers again");
    }
  }

  private static List<String> said(TestingLog log) {
    return log.lines().stream().filter(each -> each.startsWith("redis sessions ")).toList();
  }
}
