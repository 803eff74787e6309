package dev.pointsman.cli.run;

import dev.pointsman.rule.RuleSet;

/** The rules that the jobs go by. */
public interface LiveRules {

  /** Makes them these, touching only what is different. */
  RuleChange become(RuleSet wanted) throws InterruptedException;
}
