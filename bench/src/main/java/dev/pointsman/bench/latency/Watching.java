package dev.pointsman.bench.latency;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A system that was started, with what is told to it besides. */
final class Watching implements AutoCloseable {

  /** What is to be stopped, the newest first. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private @Nullable Background background;

  /** One part more, which is stopped before those that were there. */
  <T extends AutoCloseable> T add(T part) {
    started.push(part);
    return part;
  }

  void add(Background events) {
    started.push(events);
    background = events;
  }

  /** How many events of other targets it was told so far. */
  long eventsBeside() throws IOException {
    return background == null ? 0 : background.acknowledged();
  }

  @Override
  public void close() throws IOException {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
