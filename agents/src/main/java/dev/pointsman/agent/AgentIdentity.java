package dev.pointsman.agent;

import dev.pointsman.event.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Which agent it is, as the labels of what it tells of itself.
 *
 * @param agent what it does: {@code probe} or {@code collect}
 * @param observer who looks, such as the region that it runs in
 * @param instance which of several that look alike, or null where there is only one
 */
public record AgentIdentity(String agent, String observer, @Nullable String instance) {

  /** Those of what it tells of itself. */
  public Labels labels() {
    Labels labels = Labels.of("agent", agent, "observer", observer);
    return instance == null ? labels : labels.with(Labels.of("instance", instance));
  }

  /** As in {@code probe-us-east-1}. */
  String name() {
    return agent + "-" + observer + (instance == null ? "" : "-" + instance);
  }
}
