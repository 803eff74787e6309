package dev.pointsman.job.alerting;

import dev.pointsman.event.Rejection;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rules that a test changes while operators in the same process live by them. */
final class TestingRuleFeed implements RuleFeed {

  private static final long serialVersionUID = 1;

  private final transient List<Listener> listeners = new CopyOnWriteArrayList<>();
  private transient volatile RuleSet live = RuleSet.EMPTY;
  private transient volatile long version;

  /** A feed that begins with these rules, each in YAML. */
  static TestingRuleFeed of(String... rules) {
    var feed = new TestingRuleFeed();
    for (String rule : rules) {
      feed.put(rule);
    }
    return feed;
  }

  synchronized void put(String rule) {
    change(live.with(RuleLoader.parseRule("test", rule)));
  }

  synchronized void remove(String name) {
    change(live.without(name, version + 1));
  }

  /** Tells that a record of the rules' topic is no rule. */
  void reject(String record, String reason) {
    var raw =
        new RawEvent(null, "alert-rules", 0, version, record.getBytes(StandardCharsets.UTF_8));
    var rejected = new RejectedEvent(raw, new Rejection(Rejection.Reason.INVALID_RULE, reason));
    listeners.forEach(each -> each.rejected(rejected));
  }

  RuleSet current() {
    return live;
  }

  int subscribers() {
    return listeners.size();
  }

  private synchronized void change(RuleSet rules) {
    live = rules;
    version++;
    listeners.forEach(each -> each.changed(rules));
  }

  @Override
  public Subscription subscribe(Listener listener) {
    listeners.add(listener);
    return new Subscription() {
      @Override
      public RuleSet current() {
        return live;
      }

      @Override
      public long version() {
        return version;
      }

      @Override
      public void close() {
        listeners.remove(listener);
      }
    };
  }
}
