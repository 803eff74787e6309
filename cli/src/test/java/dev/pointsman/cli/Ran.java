package dev.pointsman.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** What a command line did, in this process. */
record Ran(int exitCode, String out, String err) {

  static Ran pointsman(String... args) {
    return run(Pointsman.commandLine(args), args);
  }

  /** With commands that the program does not have. */
  static Ran with(Map<String, Object> commands, String... args) {
    CommandLine commandLine = Pointsman.commandLine(args);
    commands.forEach(commandLine::addSubcommand);
    return run(commandLine, args);
  }

  private static Ran run(CommandLine commandLine, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        commandLine
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
