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
    "--rounds=0, 1 or more",
    "--backtest=9, 10 or more",
    "--only=nobody, no candidate has 'nobody'",
    "--only=(, regex",
    "--nonsense, --nonsense"
  })
  void whatCannotBeRunIsSaidBeforeAnythingStarts(String argument, String said) {
    assertThat(run(argument)).isEqualTo(2);
    assertThat(err.toString()).contains(said);
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeAnythingStarts() {
    assertThat(run("--quick", "--html", "no-such-folder/bench.html")).isEqualTo(1);
    assertThat(err.toString()).contains("no-such-folder");
  }
}
