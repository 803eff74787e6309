package dev.pointsman.agent.collect;

import dev.pointsman.agent.schedule.OnceAMinute;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why a collector fails: each time that the reason is another, at most once a
 * minute, and once that it is over.
 */
final class Complaint {

  private static final Logger LOG = LoggerFactory.getLogger(Complaint.class);

  private final String name;
  private final OnceAMinute rate = new OnceAMinute();
  private @Nullable String said;

  Complaint(String name) {
    this.name = name;
  }

  /**
   * A round has ended.
   *
   * @param reason why it failed, on one line; null where it went well
   * @param nowNanos by {@link System#nanoTime()}
   */
  synchronized void hear(@Nullable String reason, long nowNanos) {
    if (reason == null) {
      if (said != null) {
        LOG.info("{} answers again", name);
      }
      said = null;
    } else if (!reason.equals(said) && rate.isDue(nowNanos)) {
      LOG.warn("{} fails: {}", name, reason);
      said = reason;
    }
  }
}
