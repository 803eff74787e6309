package dev.pointsman.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class DiskFailureTest {

  @Test
  void thePathIsToldOnceAndWithTheReason() {
    assertThat(DiskFailure.text(new AccessDeniedException("/data/LOCK")))
        .isEqualTo("no permission for /data/LOCK");
    assertThat(DiskFailure.text(new FileSystemException("/data", null, "Read-only file system")))
        .isEqualTo("/data: Read-only file system");
    assertThat(DiskFailure.text(new NoSuchFileException("/data/queue")))
        .isEqualTo("/data/queue is not there");
    assertThat(DiskFailure.text(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
  }
}
