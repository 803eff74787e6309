package dev.pointsman.cli.replay;

import dev.pointsman.alert.Transition;
import dev.pointsman.cli.Counted;
import dev.pointsman.cli.TestCommand;
import dev.pointsman.event.Event;
import dev.pointsman.event.Reading;
import dev.pointsman.job.replay.Replay;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import dev.pointsman.rule.yaml.RuleTest;
import dev.pointsman.rule.yaml.RuleTestFile;
import dev.pointsman.rule.yaml.RuleTestLoader;
import dev.pointsman.rule.yaml.RuleTestOutcome;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Runs the tests of rules through the operators of the alerting job, and prints a line a test. */
public final class RuleTestRun implements TestCommand.Runner {

  /** A test with the file that it stands in and the rules that it is about. */
  private record Case(RuleTestFile file, RuleTest test, RuleSet rules) {

    Replay.Script script() {
      List<Reading> readings =
          test.events().stream().map(Event::readings).flatMap(List::stream).toList();
      return new Replay.Script(rules, readings, test.endMillis());
    }
  }

  @Override
  public boolean run(List<Path> paths, PrintWriter out) throws Exception {
    RuleTestLoader.Result loaded = RuleTestLoader.load(paths);
    loaded.problems().forEach(out::println);
    var unreadable = new HashSet<String>();
    loaded.problems().forEach(problem -> unreadable.add(problem.path()));
    var cases = new ArrayList<Case>();
    for (RuleTestFile file : loaded.files()) {
      LoadResult rules = RuleLoader.load(file.ruleFiles());
      rules.problems().forEach(out::println);
      rules.problems().forEach(problem -> unreadable.add(problem.path()));
      if (rules.succeeded()) {
        file.tests().forEach(test -> cases.add(new Case(file, test, rules.rules())));
      }
    }
    if (cases.isEmpty() && unreadable.isEmpty()) {
      out.println("no tests: there is no *.test.yaml with a test in it");
      return false;
    }
    int failed = cases.isEmpty() ? 0 : runAll(cases, out);
    // A folder without a test is a problem too.
    long files = unreadable.stream().filter(each -> !Files.isDirectory(Path.of(each))).count();
    out.println(
        ran(cases.size(), failed)
            + (files == 0 ? "" : "; " + Counted.of(files, "file") + " could not be read"));
    return unreadable.isEmpty() && failed == 0;
  }

  private static String ran(int tests, int failed) {
    if (tests == 0) {
      return "no test ran";
    }
    return Counted.of(tests, "test") + (failed == 0 ? ", all passed" : ", " + failed + " failed");
  }

  /** Prints each, and returns how many failed. */
  private static int runAll(List<Case> cases, PrintWriter out) throws Exception {
    List<List<Transition>> transitions;
    try (var temporary = TemporaryFolder.in(null)) {
      transitions = Replay.ofScripts(cases.stream().map(Case::script).toList(), temporary.path());
    }
    int failed = 0;
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      RuleTestOutcome outcome = RuleTestOutcome.of(each.test(), transitions.get(i));
      out.println(
          (outcome.passed() ? "ok    " : "FAIL  ")
              + each.file().path()
              + ": "
              + each.test().name());
      if (!outcome.passed()) {
        failed++;
        Stream.of(outcome.render().split("\n")).forEach(line -> out.println("      " + line));
      }
    }
    return failed;
  }
}
