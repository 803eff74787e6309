package dev.pointsman.cli.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Flink with the counting job in a process, to be killed. */
final class FlinkMain {

  private FlinkMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedFlink flink = EmbeddedFlink.start(settings(DataFolder.open(Path.of(arguments[0]))));
    flink.submit(new CountingJob(Path.of(arguments[1])));
    System.out.println("running");
    new CountDownLatch(1).await();
  }

  static FlinkSettings settings(DataFolder data) {
    return new FlinkSettings(
        data.checkpoints(),
        data.temporary(),
        LoopbackPort.claim(0, "Flink's web page", "--web-port"),
        null,
        null,
        1,
        1,
        Duration.ofMillis(100));
  }
}
