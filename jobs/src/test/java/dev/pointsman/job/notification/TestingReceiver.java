package dev.pointsman.job.notification;

import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Receiver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver whose every call waits for the test to answer it. */
final class TestingReceiver implements Receiver {

  /** A call that is under way. */
  record Call(Delivery delivery, CompletableFuture<Answer> end) {

    void answer(Answer answer) {
      end.complete(answer);
    }

    void fail(RuntimeException defect) {
      end.completeExceptionally(defect);
    }

    /** Such as {@code trigger a}. */
    String text() {
      return delivery.kind().text() + " " + delivery.transition().fingerprint();
    }
  }

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  private volatile boolean prepared;

  @Override
  public void prepare() {
    prepared = true;
  }

  boolean isPrepared() {
    return prepared;
  }

  @Override
  public Answer deliver(Delivery delivery) throws InterruptedException {
    var call = new Call(delivery, new CompletableFuture<>());
    calls.add(call);
    try {
      return call.end().get();
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  /** The next call; waits for it. */
  Call next() throws InterruptedException {
    Call call = calls.poll(20, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("nobody was told anything");
    }
    return call;
  }

  boolean isIdle() {
    return calls.isEmpty();
  }

  @Override
  public void close() {}
}
