package dev.pointsman.cli.rules;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.RulesPublisher;
import dev.pointsman.connector.kafka.RulesSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes rules out of force. */
@Command(
    name = "delete",
    description = {
      "Take rules out of force.",
      "Alerts of theirs that fire are resolved. Where one of the names is no live rule nothing is"
          + " changed."
    },
    footer = {
      "",
      "Example:",
      "  pointsman rules delete --bootstrap-servers kafka:9092 region_failover"
    })
final class RulesDeleteCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of rules.")
  private List<String> names = List.of();

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  RulesDeleteCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    KafkaSettings settings = kafka.reachable();
    RulesSnapshot snapshot =
        RulesSnapshot.read(settings, kafka.topic(), RuleValues::parse, KafkaOptions.PATIENCE);
    var known = new TreeSet<String>();
    snapshot.rules().rules().forEach(rule -> known.add(rule.name()));
    // What is no rule can be deleted too: that is how the topic is cleaned of it.
    snapshot.rejected().stream()
        .map(each -> each.key())
        .filter(key -> key != null)
        .forEach(known::add);
    List<String> unknown = names.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      unknown.forEach(name -> spec.commandLine().getErr().println("no live rule is named " + name));
      return 1;
    }
    try (var publisher = new RulesPublisher(settings, kafka.topic(), RuleValues::write)) {
      publisher.delete(names);
    }
    names.forEach(name -> spec.commandLine().getOut().println("deleted " + name));
    return 0;
  }
}
