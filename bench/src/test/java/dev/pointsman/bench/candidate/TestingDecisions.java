package dev.pointsman.bench.candidate;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The decisions of the one job that runs, which runs in this process. */
final class TestingDecisions {

  private static final Collection<Decision> SEEN = new ConcurrentLinkedQueue<>();

  private TestingDecisions() {}

  static void begin() {
    SEEN.clear();
  }

  static void keep(DataStream<Decision> decisions) {
    decisions
        .filter(
            each -> {
              SEEN.add(each);
              return false;
            })
        .sinkTo(new DiscardingSink<>());
  }

  static Collection<Decision> seen() {
    return SEEN;
  }
}
