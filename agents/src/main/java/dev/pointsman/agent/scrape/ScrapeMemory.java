package dev.pointsman.agent.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Room for the answers of all scrapes together, in bytes of answers. The first part of each needs
 * none; what is longer waits until others are done with. So that those that have room never wait
 * for one another, one at a time may go on beyond the capacity: an answer that is allowed at all is
 * read when it is the only one. Any thread may call.
 */
final class ScrapeMemory {

  /** Of each answer, which are always there, so that small targets never wait for large ones. */
  static final int FREE_BYTES = 64 * 1024;

  /** What is made of an answer takes a multiple of it, and the agent has other work. */
  private static final int PART_OF_HEAP = 32;

  private final long capacity;
  private final List<Request> waiting = new ArrayList<>();
  private long used;
  private @Nullable Share beyond;

  private record Request(Share share, long bytes, CompletableFuture<Void> granted) {}

  ScrapeMemory(long capacity) {
    this.capacity = capacity;
  }

  static ScrapeMemory ofThisProcess() {
    return new ScrapeMemory(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  Share share() {
    return new Share();
  }

  private synchronized CompletableFuture<Void> ask(Share share, long bytes) {
    var request = new Request(share, bytes, new CompletableFuture<>());
    if (share.closed) {
      return request.granted; // never done: nobody reads on
    }
    if (isGranted(request)) {
      request.granted.complete(null); // nobody can have hung anything on it yet
    } else {
      waiting.add(request);
    }
    return request.granted;
  }

  private boolean isGranted(Request request) {
    Share share = request.share;
    long more = request.bytes - share.held;
    if (more > 0 && used + more > capacity) {
      if (beyond != null && beyond != share) {
        return false;
      }
      beyond = share;
    }
    if (more > 0) {
      used += more;
      share.held = request.bytes;
    }
    return true;
  }

  private void giveBack(Share share) {
    List<Request> granted;
    synchronized (this) {
      used -= share.held;
      share.held = 0;
      share.closed = true;
      if (beyond == share) {
        beyond = null;
      }
      waiting.removeIf(each -> each.share == share);
      granted = waiting.stream().filter(this::isGranted).toList();
      waiting.removeAll(granted);
    }
    granted.forEach(each -> each.granted.complete(null)); // outside, as it goes on reading
  }

  /** What one scrape has of it, until it is closed. */
  final class Share implements AutoCloseable {

    private long held;
    private volatile boolean waits;
    private boolean closed;

    /** Done as soon as there is room for so many bytes of its answer, those before included. */
    CompletableFuture<Void> reserve(long bytes) {
      if (bytes <= FREE_BYTES) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> granted = ask(this, bytes);
      waits = !granted.isDone();
      return granted.thenRun(() -> waits = false);
    }

    /** Whether it waits for room. */
    boolean waits() {
      return waits;
    }

    @Override
    public void close() {
      giveBack(this);
    }
  }
}
