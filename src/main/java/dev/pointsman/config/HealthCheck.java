package dev.pointsman.config;

import org.jspecify.annotations.Nullable;

/**
 * One check of one target, in one region: what the document says once of all regions is one of
 * these for each.
 *
 * @param name the label {@code check} of its results
 * @param region the label {@code region}; null: the observer's own, who suffers when it is down
 */
public record HealthCheck(
    String name, @Nullable String region, CheckTarget target, Timing timing) {}
