package dev.pointsman.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says everything that is wrong with rule files. */
@Command(
    name = "check",
    description = {
      "Check rule files.",
      "Prints every problem with its place, and how what a rule leaves open is understood."
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
          "Rule files, and folders with all *.yaml and *.yml below them. A file metrics.yaml"
              + " extends the metric catalogue; *.test.yaml are tests and not read.")
  private List<Path> paths = List.of();

  @Option(
      names = "--json",
      description = "Print one JSON object: rules, problems and notices with path, line, column.")
  private boolean json;

  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  @Override
  public Integer call() {
    LoadResult result = RuleLoader.load(paths);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      printJson(result, out);
    } else {
      print(result, out);
    }
    return result.succeeded() ? 0 : 1;
  }

  private static void print(LoadResult result, PrintWriter out) {
    result.problems().forEach(out::println);
    result.notices().forEach(notice -> out.println(notice + " (a notice, not a problem)"));
    if (result.succeeded()) {
      out.println(
          Counted.of(result.rules().size(), "rule")
              + " in "
              + Counted.of(result.fileCount(), "file")
              + ", no problems");
    } else {
      out.println(Counted.of(result.problems().size(), "problem"));
    }
  }

  private static void printJson(LoadResult result, PrintWriter out) {
    var root = new ObjectMapper().createObjectNode();
    root.put("files", result.fileCount());
    root.put("rules", result.succeeded() ? result.rules().size() : 0);
    ArrayNode problems = root.putArray("problems");
    for (Problem each : result.problems()) {
      put(problems, each.path(), each.line(), each.column(), each.message());
    }
    ArrayNode notices = root.putArray("notices");
    for (Notice each : result.notices()) {
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
