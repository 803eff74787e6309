package dev.pointsman.config;

import org.jspecify.annotations.Nullable;

/**
 * One check of one target, in one region: what the document says once of all regions is one of
 * these for each.
 *
 * @param name the label {@code check} of its results
 * @param region the label {@code region}; null where the document does not say: an endpoint is then
 *     in the observer's own, who suffers when it is down, and a dependency in none of ours
 */
public record HealthCheck(
    String name, @Nullable String region, CheckTarget target, Timing timing) {}
