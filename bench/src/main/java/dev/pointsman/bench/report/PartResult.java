package dev.pointsman.bench.report;

/**
 * What one part costs for an event.
 *
 * @param error of the nanoseconds, to each side: half of JMH's confidence interval of 99.9 %
 * @param bytes allocated on the heap
 */
public record PartResult(String name, double nanoseconds, double error, double bytes) {}
