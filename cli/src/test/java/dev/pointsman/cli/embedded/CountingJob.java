package dev.pointsman.cli.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Writes a line {@code <number> <how many so far>} for each number from 0 on. */
final class CountingJob implements EmbeddedJob {

  private final String output;

  CountingJob(Path output) {
    this.output = output.toString();
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public void define(StreamExecutionEnvironment environment) {
    environment
        .fromSequence(0, Long.MAX_VALUE)
        .uid("numbers")
        // Chained to the source, so that no queue builds up for a checkpoint to wait in.
        .map(CountingJob::atAReadablePace)
        .returns(Types.LONG)
        .uid("pace")
        .keyBy(number -> 0, Types.INT)
        .process(new CountFunction(output))
        .uid("count")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
  }

  private static Long atAReadablePace(Long number) {
    LockSupport.parkNanos(1_000_000);
    return number;
  }

  /** The complete lines of the output so far. */
  static List<String> lines(Path output) throws IOException {
    if (!Files.exists(output)) {
      return List.of();
    }
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static final class CountFunction extends KeyedProcessFunction<Integer, Long, Long> {

    private final String output;
    private transient @Nullable ValueState<Long> count;

    CountFunction(String output) {
      this.output = output;
    }

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out)
        throws IOException {
      ValueState<Long> state = Objects.requireNonNull(count);
      Long before = state.value();
      long now = before == null ? 1 : before + 1;
      state.update(now);
      Files.writeString(
          Path.of(output),
          number + " " + now + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
