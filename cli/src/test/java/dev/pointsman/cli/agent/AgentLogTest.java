package dev.pointsman.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentLogTest {

  private final PatternLayout layout =
      PatternLayout.newBuilder()
          .withPattern(AgentLog.PATTERN)
          .withAlwaysWriteExceptions(false)
          .build();

  @Test
  void eachEntryIsOneLineWithItsCause() {
    assertThat(line(new IOException("no\nsuch\r\nthing"))).hasLineCount(1);
    assertThat(line(null)).endsWith(" ERROR metrics cannot be written" + System.lineSeparator());
    assertThat(line(new IOException("no space left")))
        .endsWith(" ERROR metrics cannot be written: no space left" + System.lineSeparator())
        .hasLineCount(1);
  }

  private String line(@Nullable Throwable cause) {
    return layout.toSerializable(
        Log4jLogEvent.newBuilder()
            .setLevel(Level.ERROR)
            .setMessage(new SimpleMessage("metrics cannot be written"))
            .setThrown(cause)
            .build());
  }
}
