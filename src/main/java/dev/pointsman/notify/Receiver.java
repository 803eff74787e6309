package dev.pointsman.notify;

/** Someone who can be told; safe to call from several threads. */
public interface Receiver extends AutoCloseable {

  /**
   * Sends one message and waits for the answer, within a bounded time. Whatever goes wrong on the
   * way is an answer, not an exception, and names no secret.
   *
   * @throws InterruptedException where the caller gave up
   */
  Answer deliver(Delivery delivery) throws InterruptedException;

  /** Makes ready what the first call would else wait for; tells nobody, and need not be called. */
  default void prepare() throws InterruptedException {}

  @Override
  void close();
}
