package dev.pointsman.cli;

import dev.pointsman.cli.agent.CollectCommand;
import dev.pointsman.cli.agent.ProbeCommand;
import dev.pointsman.cli.replay.Backtest;
import dev.pointsman.cli.replay.RuleTestRun;
import dev.pointsman.cli.rules.RulesCommand;
import dev.pointsman.cli.submit.SubmitCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code pointsman}; it ends with 0 when all is done, 1 for a finding or a failure, and
 * 2 for wrong usage.
 */
@Command(
    name = "pointsman",
    version = "pointsman 0.1.0-SNAPSHOT",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Watches a multi-region system through its event streams, tells people once, and asks for"
          + " failover when a rule says so."
    },
    footer = {
      "",
      "'pointsman COMMAND --help' tells more about a command.",
      "'pointsman bench' measures how fast all this is; its first call builds it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:a finding, or a failure", "2:wrong usage"})
public final class Pointsman implements Runnable {

  private static final int USAGE_WIDTH = 100;

  /** The launcher knows whether somebody looks at the error output. */
  private static final boolean ON_TERMINAL = Boolean.getBoolean("pointsman.terminal");

  /** Made only when they are called, as some bring all of Flink with them. */
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("check", CheckCommand::new);
    COMMANDS.put("test", () -> new TestCommand(new RuleTestRun()));
    COMMANDS.put("backtest", () -> new BacktestCommand(new Backtest(ON_TERMINAL)));
    COMMANDS.put("run", RunCommand::new);
    COMMANDS.put("demo", DemoCommand::new);
    COMMANDS.put("probe", ProbeCommand::new);
    COMMANDS.put("collect", CollectCommand::new);
    COMMANDS.put("rules", RulesCommand::new);
    COMMANDS.put("submit", SubmitCommand::new);
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "When something fails, show where in the program.")
  private boolean debug;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  private Pointsman() {}

  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /**
   * Runs a command line whose command is one of another module, by its name.
   *
   * @return the exit code
   */
  public static int execute(Map<String, Supplier<Object>> commands, String... args) {
    return commandLine(commands, args).execute(args);
  }

  /** With the one subcommand that {@code args} name, or with all where they name none. */
  static CommandLine commandLine(String... args) {
    return commandLine(COMMANDS, args);
  }

  private static CommandLine commandLine(Map<String, Supplier<Object>> commands, String... args) {
    var pointsman = new Pointsman();
    var commandLine = new CommandLine(pointsman);
    Optional<String> called = Arrays.stream(args).filter(commands::containsKey).findFirst();
    commands.forEach(
        (name, command) -> {
          if (called.isEmpty() || called.get().equals(name)) {
            commandLine.addSubcommand(name, command.get());
          }
        });
    commandLine.addSubcommand("help", new HelpCommand());
    return commandLine
        .setUsageHelpWidth(USAGE_WIDTH)
        // Labels may hold any text, whatever the locale says of the terminal.
        .setOut(utf8(FileDescriptor.out))
        .setErr(utf8(FileDescriptor.err))
        .setParameterExceptionHandler(Pointsman::explainUsage)
        .setExecutionExceptionHandler(pointsman::explainFailure);
  }

  private static PrintWriter utf8(FileDescriptor to) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int explainUsage(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText("pointsman: " + e.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private int explainFailure(Exception e, CommandLine command, ParseResult result) {
    PrintWriter err = command.getErr();
    // What tells of several things has a line for each.
    explain(e)
        .lines()
        .forEach(line -> err.println(command.getColorScheme().errorText("pointsman: " + line)));
    if (debug) {
      e.printStackTrace(err);
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  private static String explain(Exception e) {
    if (e instanceof FileSystemException file) {
      return FileFailure.text(file);
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
