package dev.pointsman.cli.rules;

import dev.pointsman.cli.Counted;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.RulesPublisher;
import dev.pointsman.connector.kafka.RulesSnapshot;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts the rules of files in force. */
@Command(
    name = "apply",
    description = {
      "Put the rules of files in force.",
      "Each takes the place of the one with its name. Where a file has a problem nothing is"
          + " changed. Live rules that are in none of the files stay."
    },
    footer = {
      "",
      "Example:",
      "  pointsman rules apply --bootstrap-servers kafka:9092 alert-rules/"
    })
final class RulesApplyCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Rule files, and folders with all rule files below them.")
  private List<Path> paths = List.of();

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  RulesApplyCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    LoadResult loaded = RuleLoader.load(paths);
    if (!loaded.succeeded()) {
      loaded.problems().forEach(err::println);
      err.println(
          Counted.of(loaded.problems().size(), "problem") + ": the live rules stay as they are");
      return 1;
    }
    loaded.notices().forEach(notice -> err.println("note: " + notice));
    KafkaSettings settings = kafka.reachable();
    createTopicWhereMissing(settings);
    RuleSet live =
        RulesSnapshot.read(settings, kafka.topic(), RuleValues::parse, KafkaOptions.PATIENCE)
            .rules();
    List<AlertRule> changed =
        loaded.rules().rules().stream()
            .filter(rule -> !rule.equals(live.get(rule.name())))
            .toList();
    try (var publisher = new RulesPublisher(settings, kafka.topic(), RuleValues::write)) {
      publisher.put(changed);
    }
    for (AlertRule rule : loaded.rules().rules()) {
      String what = live.get(rule.name()) == null ? "added" : "changed";
      out.println((changed.contains(rule) ? what : "unchanged") + " " + rule.name());
    }
    return 0;
  }

  /** Kafka would make it by itself otherwise, and not compact it: rules would be lost in time. */
  private void createTopicWhereMissing(KafkaSettings settings) throws InterruptedException {
    try (Admin admin = Admin.create(settings.admin())) {
      Topics.ensure(admin, List.of(Topics.rules(kafka.topic())), Topics.DEFAULT_PARTITIONS);
    }
  }
}
