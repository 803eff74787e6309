package dev.pointsman.cli.rules;

import dev.pointsman.connector.kafka.RulesSnapshot;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.yaml.RuleJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the live rules. */
@Command(
    name = "list",
    description = {
      "Show the live rules.",
      "They are sorted by name. What in the topic is no rule is told too, and is a finding."
    },
    footer = {"", "Example:", "  pointsman rules list --bootstrap-servers kafka:9092"})
final class RulesListCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--json",
      description = "Print each rule as one line of JSON with nothing left out.")
  private boolean json;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  RulesListCommand() {}

  @Override
  public Integer call() throws IOException {
    RulesSnapshot snapshot =
        RulesSnapshot.read(
            kafka.reachable(), kafka.topic(), RuleValues::parse, KafkaOptions.PATIENCE);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      snapshot.rules().rules().forEach(rule -> out.println(RuleJson.write(rule)));
    } else {
      print(snapshot.rules().rules(), out);
    }
    PrintWriter err = spec.commandLine().getErr();
    snapshot.rejected().forEach(each -> err.println("not a rule: " + each));
    return snapshot.rejected().isEmpty() ? 0 : 1;
  }

  private static void print(Collection<AlertRule> rules, PrintWriter out) {
    if (rules.isEmpty()) {
      out.println("no rules");
      return;
    }
    int width = rules.stream().mapToInt(rule -> rule.name().length()).max().orElse(0);
    for (AlertRule rule : rules) {
      String conditions =
          rule.conditions().stream()
              .map(RulesListCommand::describe)
              .collect(
                  Collectors.joining(
                      " " + (rule.when().text().equals("all") ? "and" : "or") + " "));
      out.printf(
          Locale.ROOT,
          "%-" + width + "s  %-8s  %s%n",
          rule.name(),
          rule.severity().text(),
          conditions);
    }
  }

  private static String describe(Condition condition) {
    return condition.aggregate().text()
        + "("
        + condition.metric()
        + ") "
        + condition.bound()
        + " in "
        + condition.windowMillis() / 1000.0
        + "s";
  }
}
