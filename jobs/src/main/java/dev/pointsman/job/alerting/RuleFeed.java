package dev.pointsman.job.alerting;

import dev.pointsman.rule.RuleSet;
import java.io.Serializable;

/**
 * Where an operator has the live rules from. Each subtask subscribes for itself, and begins with
 * every rule that is live then, so that no event meets an empty rule set.
 */
@FunctionalInterface
public interface RuleFeed extends Serializable {

  /**
   * Returns when the rules that are live now are there.
   *
   * @param listener called in a thread of the feed
   */
  Subscription subscribe(Listener listener);

  /** Hears of what happens to the rules. */
  interface Listener {

    /**
     * A change.
     *
     * @param live the whole set after it
     */
    void changed(RuleSet live);

    /** A rule that cannot be read; whatever was live under its name stays so. */
    default void rejected(RejectedEvent rule) {}
  }

  /** The rules as one subtask sees them. */
  interface Subscription extends AutoCloseable {

    RuleSet current();

    /** Grows with each change. */
    long version();

    @Override
    void close();
  }
}
