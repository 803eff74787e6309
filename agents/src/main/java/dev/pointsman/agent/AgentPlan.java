package dev.pointsman.agent;

import java.util.List;

/**
 * What an agent is to do by a configuration.
 *
 * @param parts what it is made of
 * @param problems why some of it cannot be done, for people; none of it may then be
 */
public record AgentPlan(List<AgentPart> parts, List<String> problems) {

  public AgentPlan {
    parts = List.copyOf(parts);
    problems = List.copyOf(problems);
  }
}
