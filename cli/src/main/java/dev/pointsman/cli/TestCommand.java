package dev.pointsman.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the tests of rules. */
@Command(
    name = "test",
    description = {
      "Run the tests of rules.",
      "They go through the same code that runs in production. For a failed one, what was expected"
          + " is printed beside what came."
    },
    footer = {"", "Example:", "  pointsman test alert-rules/"})
public final class TestCommand implements Callable<Integer> {

  /** Runs rule tests. */
  @FunctionalInterface
  public interface Runner {

    /**
     * Prints a line a test, and more for one that failed.
     *
     * @return whether there were tests, and all passed
     */
    boolean run(List<Path> paths, PrintWriter out) throws Exception;
  }

  private final Runner runner;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Test files, and folders with all *.test.yaml below them.")
  private List<Path> paths = List.of();

  @Spec private CommandSpec spec;

  // The rest is set by picocli.
  @SuppressWarnings("NullAway.Init")
  public TestCommand(Runner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() throws Exception {
    return runner.run(paths, spec.commandLine().getOut()) ? 0 : 1;
  }
}
