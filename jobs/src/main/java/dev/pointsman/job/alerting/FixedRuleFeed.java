package dev.pointsman.job.alerting;

import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.RuleJson;
import dev.pointsman.rule.yaml.RuleLoader;
import java.util.ArrayList;

/** Rules that never change: those of a backtest. */
public final class FixedRuleFeed implements RuleFeed {

  private static final long serialVersionUID = 1;

  /** As JSON, which can be sent to a task, in place of the rules, which cannot. */
  private final ArrayList<String> rules;

  public FixedRuleFeed(RuleSet rules) {
    this.rules = new ArrayList<>();
    rules.rules().forEach(rule -> this.rules.add(RuleJson.write(rule)));
  }

  @Override
  public Subscription subscribe(Listener listener) {
    var parsed =
        RuleSet.of(rules.stream().map(json -> RuleLoader.parseRule("rule", json)).toList());
    return new Subscription() {
      @Override
      public RuleSet current() {
        return parsed;
      }

      @Override
      public long version() {
        return 1;
      }

      @Override
      public void close() {
        // nothing was opened
      }
    };
  }
}
