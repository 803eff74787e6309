package dev.pointsman.bench.candidate;

/**
 * That a rule begins to fire for a group, or, where the candidate tells it, that it no longer does.
 *
 * @param group the target
 */
public record Decision(String rule, String group, boolean firing) {}
