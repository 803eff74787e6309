package dev.pointsman.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.pointsman.bench.candidate.CountedEvents;
import dev.pointsman.bench.recording.KafkaProcess;
import dev.pointsman.bench.report.Round;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What had been read and spent at one moment.
 *
 * @param cpuNanos of this process, all of its threads
 * @param allocatedBytes by each thread that lived then
 */
record Mark(
    long nanos, long read, long cpuNanos, long brokerCpuNanos, Map<Long, Long> allocatedBytes) {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Mark now(KafkaProcess broker) {
    return new Mark(
        System.nanoTime(),
        CountedEvents.READ.sum(),
        SYSTEM.getProcessCpuTime(),
        broker.cpu().toNanos(),
        allocated());
  }

  private static Map<Long, Long> allocated() {
    long[] threads = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(threads);
    var allocated = new HashMap<Long, Long>();
    for (int i = 0; i < threads.length; i++) {
      allocated.put(threads[i], Math.max(0, bytes[i])); // -1 for one that has just ended
    }
    return allocated;
  }

  /** What was done between this mark and a later one. */
  Round until(Mark end, boolean complete) {
    long events = end.read - read;
    double million = events / 1e6;
    return new Round(
        events,
        (end.nanos - nanos) / 1e9,
        complete,
        (end.cpuNanos - cpuNanos) / 1e9 / million,
        (end.brokerCpuNanos - brokerCpuNanos) / 1e9 / million,
        (double) allocatedUntil(end) / events);
  }

  private long allocatedUntil(Mark end) {
    long bytes = 0;
    for (var thread : end.allocatedBytes.entrySet()) {
      bytes += thread.getValue() - allocatedBytes.getOrDefault(thread.getKey(), 0L);
    }
    return bytes;
  }
}
