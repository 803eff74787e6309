package dev.pointsman.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * What a candidate remembers, after the whole recording.
 *
 * @param stateBytesPerGroupAndRule the keyed state in a checkpoint, by group and rule that looks at
 *     it
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
