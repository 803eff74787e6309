package dev.pointsman.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.config.AgentKind;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import dev.pointsman.yaml.SourceFile;
import dev.pointsman.yaml.Sources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says everything that is wrong with rules and with a high-availability configuration. */
@Command(
    name = "check",
    description = {
      "Check rules and high-availability configurations.",
      "Prints every problem with its place, how what is left open is understood, and what an agent"
          + " would need besides."
    },
    footer = {
      "",
      "Examples:",
      "  pointsman check alert-rules/",
      "  pointsman check --json high-availability.yaml"
    })
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Files, and folders with all *.yaml and *.yml below them; together they make one"
              + " configuration. A file metrics.yaml extends the metric catalogue; *.test.yaml are"
              + " tests and not read.")
  private List<Path> paths = List.of();

  @Option(
      names = "--json",
      description =
          "Print one JSON object: how many files, rules and sections there are, and the problems and"
              + " notices with path, line, column.")
  private boolean json;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  /** What was found in all the files together. */
  private record Found(
      int files, int rules, int sections, List<Problem> problems, List<Notice> notices) {

    private static final String NEEDS = " needs it where it runs";

    static Found in(List<Path> paths) {
      Sources sources = Sources.read(paths);
      LoadResult rules = RuleLoader.load(sources);
      ConfigResult config = ConfigLoader.load(sources);
      sources.files().stream()
          .filter(each -> paths.contains(Path.of(each.path())) || isNothing(rules, config))
          .forEach(each -> requireSomething(each, sources));
      var secrets = new ConfiguredSecrets(System.getenv());
      for (AgentKind agent : AgentKind.values()) {
        config.missing(agent, secrets).forEach(each -> sources.findings().add(notice(each, "")));
        config
            .unusable(agent, secrets)
            .forEach(each -> sources.findings().add(notice(each, "; " + agent.command() + NEEDS)));
      }
      return new Found(
          config.fileCount(),
          rules.succeeded() ? rules.rules().size() : 0,
          config.sectionCount(),
          sources.problems(),
          sources.notices());
    }

    private static boolean isNothing(LoadResult rules, ConfigResult config) {
      return rules.succeeded() && rules.rules().size() == 0 && config.sectionCount() == 0;
    }

    /** Reports a file of which nothing is read, as where the only section is misspelled. */
    private static void requireSomething(SourceFile file, Sources sources) {
      var known = new TreeSet<String>(ConfigLoader.sections());
      known.addAll(RuleLoader.sections());
      List<String> written =
          sources.documents(file).stream()
              .flatMap(each -> each.getValue().stream())
              .map(NodeTuple::getKeyNode)
              .filter(ScalarNode.class::isInstance)
              .map(Nodes::text)
              .toList();
      boolean broken =
          sources.problems().stream().anyMatch(each -> each.path().equals(file.path()));
      if (broken || RuleLoader.isCatalogue(file) || written.stream().anyMatch(known::contains)) {
        return;
      }
      String hint =
          written.stream()
              .filter(each -> Nearest.to(each, known) != null)
              .map(each -> "; \"" + each + '"' + Nearest.hint(each, known))
              .findFirst()
              .orElse("");
      file.problem(1, 1, "nothing is read of this file: it has no rules and no section" + hint);
    }

    private static Notice notice(Problem problem, String more) {
      return new Notice(problem.path(), problem.line(), problem.column(), problem.message() + more);
    }

    /** Such as {@code 2 rules and 14 sections in 1 file}. */
    String summary() {
      String what =
          sections == 0
              ? Counted.of(rules, "rule")
              : rules == 0
                  ? Counted.of(sections, "section")
                  : Counted.of(rules, "rule") + " and " + Counted.of(sections, "section");
      return what + " in " + Counted.of(files, "file");
    }
  }

  @Override
  public Integer call() {
    Found found = Found.in(paths);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      printJson(found, out);
    } else {
      print(found, out);
    }
    return found.problems().isEmpty() ? 0 : 1;
  }

  private static void print(Found found, PrintWriter out) {
    found.problems().forEach(out::println);
    found.notices().forEach(notice -> out.println(notice + " (a notice, not a problem)"));
    out.println(
        found.problems().isEmpty()
            ? found.summary() + ", no problems"
            : Counted.of(found.problems().size(), "problem"));
  }

  private static void printJson(Found found, PrintWriter out) {
    boolean sound = found.problems().isEmpty();
    var root = new ObjectMapper().createObjectNode();
    root.put("files", found.files());
    root.put("rules", sound ? found.rules() : 0);
    root.put("sections", sound ? found.sections() : 0);
    ArrayNode problems = root.putArray("problems");
    for (Problem each : found.problems()) {
      put(problems, each.path(), each.line(), each.column(), each.message());
    }
    ArrayNode notices = root.putArray("notices");
    for (Notice each : found.notices()) {
      put(notices, each.path(), each.line(), each.column(), each.message());
    }
    out.println(root.toPrettyString());
  }

  private static void put(ArrayNode list, String path, int line, int column, String message) {
    list.addObject()
        .put("path", path)
        .put("line", line)
        .put("column", column)
        .put("message", message);
  }
}
