package dev.pointsman.bench.report;

/**
 * How long one system took from the failure to the page, in milliseconds.
 *
 * @param name of the system and its settings; unique together with the load
 * @param backgroundEventsPerSecond what else it had to look at meanwhile
 */
public record LatencyResult(
    String name,
    int backgroundEventsPerSecond,
    int trials,
    double p50Ms,
    double p99Ms,
    double maxMs) {}
