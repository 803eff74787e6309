package dev.pointsman.agent.fault;

import dev.pointsman.agent.schedule.OnceAMinute;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps checks from running that is no target's fault: logged once, at most once a minute,
 * however many checks have it, and once when none has it any more. Any thread may call.
 */
public final class OwnFaults {

  private static final Logger LOG = LoggerFactory.getLogger(OwnFaults.class);

  private final ObjIntConsumer<String> count;
  private final Consumer<Runnable> log;
  private final Map<String, Trouble> troubles = new HashMap<>();

  /** One fault, by its text. */
  private static final class Trouble {
    private final OnceAMinute rate = new OnceAMinute();
    private int checks;
    private boolean said;
  }

  /**
   * None yet.
   *
   * @param count told how many checks more have a reason, or fewer
   * @param log runs what writes to the log
   */
  public OwnFaults(ObjIntConsumer<String> count, Consumer<Runnable> log) {
    this.count = count;
    this.log = log;
  }

  /**
   * A run of a check ended.
   *
   * @param before its fault in the run before, if it had one
   */
  public synchronized void change(String check, @Nullable Fault before, @Nullable Fault now) {
    if (now != null) {
      count.accept(now.reason(), 1);
      Trouble trouble = troubles.computeIfAbsent(now.text(), text -> new Trouble());
      trouble.checks++;
      if (!trouble.said && trouble.rate.isDue(System.nanoTime())) {
        trouble.said = true;
        log.accept(
            () ->
                LOG.warn(
                    "checks cannot run, such as {}, and nothing is told of their targets: {}",
                    check,
                    now.text()));
      }
    }
    if (before != null) {
      count.accept(before.reason(), -1);
      Trouble trouble = troubles.get(before.text());
      if (trouble != null && --trouble.checks == 0 && trouble.said) {
        trouble.said = false;
        log.accept(() -> LOG.info("no check is kept from running any more by: {}", before.text()));
      }
    }
  }

  /** Other checks run from now on. */
  public synchronized void forget() {
    troubles.clear();
  }
}
