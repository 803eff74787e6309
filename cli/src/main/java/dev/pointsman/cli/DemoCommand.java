package dev.pointsman.cli;

import dev.pointsman.cli.embedded.DataFolder;
import dev.pointsman.cli.run.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows in a minute what it does. */
@Command(
    name = "demo",
    description = {
      "Watch a region fail, be paged for, and heal.",
      "With a real Kafka and Flink, one of two local regions fails and heals; the timeline shows when"
          + " PagerDuty and Slack are told. It takes about half a minute and leaves nothing behind."
    })
final class DemoCommand implements Callable<Integer> {

  @Option(names = "--keep", description = "Leave it running, to look at the pages.")
  private boolean keep;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    RunCommand.endWithKafka(spec.commandLine().getErr());
    Path folder = Files.createTempDirectory("pointsman-demo");
    // Also when it is stopped with Ctrl-C.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete demo"));
    var demo =
        new Demo(
            folder,
            Clock.systemUTC(),
            line -> {
              out.println(line);
              out.flush();
            });
    out.println("starting Kafka, Flink and two regions");
    out.flush();
    boolean complete =
        demo.play(
            system -> {
              if (keep) {
                out.println("still running; stop it with Ctrl-C");
                out.flush();
                out.println(system.awaitFailure());
              }
            });
    return complete ? 0 : 1;
  }

  private static void delete(Path folder) {
    try {
      DataFolder.deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
