package dev.pointsman.agent.probe;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to a sink one after another, so that neither its slowness nor its defects count. */
final class Handover implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private static final int MAX_WAITING = 50_000;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final EventSink sink;
  private final ProbeTelemetry telemetry;
  private final ThreadPoolExecutor thread;

  Handover(EventSink sink, ProbeTelemetry telemetry) {
    this.sink = sink;
    this.telemetry = telemetry;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            new DefaultThreadFactory("probe-handover", true),
            (event, executor) -> {
              if (!executor.isShutdown()) {
                telemetry.droppedBySink(1);
              }
            });
  }

  void accept(AgentEvent event) {
    thread.execute(() -> deliver(event));
  }

  /** Runs what logs in its turn, for an error output may block as well. */
  void log(Runnable line) {
    thread.execute(line);
  }

  private void deliver(AgentEvent event) {
    try {
      sink.accept(event);
    } catch (RuntimeException e) {
      telemetry.droppedBySink(1);
      LOG.error("the sink failed: an event of {} is lost", event.key(), e);
    }
  }

  /** Hands over what waits; when this returns the sink is called no more. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the sink still works on an event after {}", CLOSE_PATIENCE);
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
