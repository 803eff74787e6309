package dev.pointsman.alert;

import dev.pointsman.event.Labels;

/**
 * One reading that spoke for a transition.
 *
 * @param timestamp milliseconds since the epoch
 */
public record Evidence(Labels labels, double value, long timestamp) {}
