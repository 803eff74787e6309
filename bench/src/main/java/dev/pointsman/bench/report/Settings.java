package dev.pointsman.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How candidates and scenarios were measured.
 *
 * @param quick whether it was the main comparison only
 * @param rounds of each candidate, without the one that warms up
 * @param limitSeconds the most that a round takes from the warm-up mark on
 * @param events of each recording
 * @param only what had to be in the names of those that were measured; null for all
 */
public record Settings(
    boolean quick,
    int rounds,
    double limitSeconds,
    int events,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String only) {}
