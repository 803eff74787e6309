package dev.pointsman.bench.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.bench.report.BacktestResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestsIT {

  @TempDir private Path folder;

  @Test
  void bothRunAndWhatTheyTookIsThere() throws Exception {
    var backtests = new Backtests(new Fleet(1000), 10, 1, 256);

    BacktestResult result = backtests.run(60_000, folder, new PrintWriter(new StringWriter()));

    assertThat(result.runs())
        .extracting(BacktestResult.Run::events)
        .containsExactly(6_000L, 60_000L);
    assertThat(result.runs().get(1).transitions()).isPositive();
    assertThat(result.runs()).allMatch(run -> run.eventsPerSecond() > 0 && run.cpuSeconds() > 0);
  }
}
