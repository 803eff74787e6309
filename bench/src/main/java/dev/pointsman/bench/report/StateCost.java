package dev.pointsman.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * What a candidate remembers after nine tenths of the recording.
 *
 * @param stateBytesPerGroupAndRule all that a checkpoint holds, divided by the series and by the
 *     rules that look at each of them
 * @param checkpointBytes all that the checkpoint holds
 * @param checkpointMs from its trigger until all had acknowledged it
 * @param recoveryMs from the end of the TaskManager until the first event after the recovery was
 *     read; null where it was not tried
 */
public record StateCost(
    double stateBytesPerGroupAndRule,
    long checkpointBytes,
    long checkpointMs,
    @Nullable Long recoveryMs) {}
