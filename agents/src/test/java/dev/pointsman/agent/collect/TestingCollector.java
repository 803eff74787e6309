package dev.pointsman.agent.collect;

import dev.pointsman.agent.event.EventSink;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something in each round, and counts them. */
final class TestingCollector implements Collector {

  private final Duration interval;
  private final Duration timeout;
  private final Body body;
  final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger atATime = new AtomicInteger();
  final AtomicInteger mostAtATime = new AtomicInteger();
  final AtomicBoolean closed = new AtomicBoolean();

  interface Body {
    void collect(EventSink sink, int round) throws Exception;
  }

  private Set<String> hosts = Set.of();
  private String target = "a:1";

  TestingCollector on(String host) {
    hosts = Set.of(host);
    return called(host);
  }

  TestingCollector called(String name) {
    target = name;
    return this;
  }

  @Override
  public Set<String> hosts() {
    return hosts;
  }

  TestingCollector(Duration interval, Duration timeout, Body body) {
    this.interval = interval;
    this.timeout = timeout;
    this.body = body;
  }

  @Override
  public String name() {
    return "testing";
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public Duration interval() {
    return interval;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public void collect(EventSink sink) throws Exception {
    mostAtATime.accumulateAndGet(atATime.incrementAndGet(), Math::max);
    try {
      body.collect(sink, rounds.incrementAndGet());
    } finally {
      atATime.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
