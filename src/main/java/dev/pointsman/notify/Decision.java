package dev.pointsman.notify;

import java.util.Locale;

/** What a transition means for the people who are told. */
public enum Decision {
  /** It fires: everyone whom the rule names is told. */
  TRIGGER,
  /** It is over: everyone who was told that it fires is told. */
  RESOLVE,
  /** It is over before anyone was told, and nobody need be. */
  OVER_BEFORE_TOLD,
  /** The state was seen before in this episode: the topic repeats after a restart. */
  REPEAT,
  /** It is older than what was seen last. */
  STALE,
  /** Pending and inactive are nobody's concern. */
  NOT_TOLD,
  /** The rule names nobody. */
  NOBODY_TO_TELL;

  /** The name in metrics. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
