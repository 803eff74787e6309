package dev.pointsman.agent.scrape;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The start of a body, up to a limit; what comes past it is not read, and the connection ends. */
final class BoundedBody implements BodySubscriber<BoundedBody.Bytes> {

  /**
   * What was read.
   *
   * @param cut whether more would have come
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] bytes, boolean cut) {}

  private final int limit;
  private final ScrapeMemory.Share memory;
  private int room = ScrapeMemory.FREE_BYTES;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<Bytes> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  /**
   * A body.
   *
   * @param memory where what is read has its place; while there is none nothing more is read
   */
  BoundedBody(int limit, ScrapeMemory.Share memory) {
    this.limit = limit;
    this.memory = memory;
  }

  @Override
  public CompletionStage<Bytes> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      int room = limit - read.size();
      var bytes = new byte[Math.min(room, buffer.remaining())];
      buffer.get(bytes);
      read.write(bytes, 0, bytes.length);
      if (buffer.hasRemaining()) {
        if (subscription != null) {
          subscription.cancel();
        }
        body.complete(new Bytes(read.toByteArray(), true));
        return;
      }
    }
    if (read.size() > room) {
      room = (int) Math.min(limit, Math.max(2L * room, read.size()));
    }
    // At once where there is room already.
    var unused = memory.reserve(room).thenRun(this::readOn);
  }

  private void readOn() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(new Bytes(read.toByteArray(), false));
  }
}
