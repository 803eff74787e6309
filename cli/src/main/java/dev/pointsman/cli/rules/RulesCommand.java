package dev.pointsman.cli.rules;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads and changes the live rules. */
@Command(
    name = "rules",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Apply, list and delete live rules.",
      "A change is in force within a second, without a restart."
    },
    footer = {
      "",
      "Examples:",
      "  pointsman rules apply --bootstrap-servers kafka:9092 alert-rules/",
      "  pointsman rules list --bootstrap-servers kafka:9092"
    },
    subcommands = {RulesApplyCommand.class, RulesListCommand.class, RulesDeleteCommand.class})
public final class RulesCommand implements Runnable {

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  public RulesCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: apply, list or delete");
  }
}
