package dev.pointsman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {

  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new BenchCommand()).setErr(new PrintWriter(err, true)).execute(args);
  }

  @ParameterizedTest
  @CsvSource({
    "--rounds=0, --rounds must be 1 or more",
    "--backtest=9, --backtest must be 10 or more",
    "--only=nobody, --only: no name has 'nobody' in it",
    "--only=(, --only: '(' is no regular expression: Unclosed group",
    "--parts --backtest, --parts and --backtest do not go together",
    "--parts --quick, --parts and --quick do not go together",
    "--parts --only latency, --parts and --only do not go together",
    "--backtest=200000 --rounds 3, --backtest and --rounds do not go together",
    "--backtest=200000 --quick, --backtest and --quick do not go together",
    "--quick --only latency, --quick measures no latency: call 'pointsman bench --only latency' without it",
    "--only latency: --rounds 3, latency has no rounds: leave --rounds out",
    "--json a --html a, --json and --html need a file each",
    "--html a.png, --json and --html need a file each",
    "--nonsense, Unknown option: '--nonsense'"
  })
  void whatCannotBeRunIsSaidInOneLineBeforeAnythingStarts(String arguments, String said) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines().findFirst()).hasValue(said);
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeAnythingStarts() {
    assertThat(run("--parts", "--html", "no-such-folder/bench.html")).isEqualTo(1);
    assertThat(err.toString()).contains("NotDirectoryException", "no-such-folder");
  }
}
