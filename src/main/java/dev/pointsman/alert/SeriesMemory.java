package dev.pointsman.alert;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.window.Intake;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Tally;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a group remembers of one series: its readings, what each condition that selects them makes
 * of them, and which of them may wait. Mutable, for one thread.
 */
public final class SeriesMemory extends SeriesRings {

  /** In a group of more there is always one that wakes all others: putting off saves nothing. */
  private static final int MANY = 16;

  /** Which readings may wait; null where none may. */
  private @Nullable Calm calm;

  /** The group that it is of while it is calm. */
  private @Nullable GroupMemory group;

  /** Whom that is good for. */
  private @Nullable GroupJudge calmFor;

  /** The group's commotions when it was found. */
  private long commotions;

  /** Whether nothing else in the group moves the time of its rules. */
  private boolean isAlone;

  private boolean isWaiting;
  private @Nullable SeriesMemory nextWaiting;

  SeriesMemory(Labels labels) {
    this(labels, List.of());
  }

  SeriesMemory(Labels labels, Collection<Ring> rings) {
    super(labels);
    rings.forEach(this::add);
  }

  /**
   * Has what the next event will be held against first brought into the caches: called for several,
   * these come at once.
   *
   * @return something that depends on what was read
   */
  public int touch() {
    Ring ring = rings();
    return ring == null ? 0 : (int) ring.newest();
  }

  /**
   * Puts an event off, where all that it brings may wait; it is kept, and told by {@link #tell}.
   *
   * @param clock of silence, in milliseconds since the epoch
   * @param silencesUntil as {@link GroupJudge#take} has it
   * @return whether it was put off
   */
  boolean putOff(
      Event event, long clock, long silencesUntil, GroupJudge judge, Consumer<Intake> intakes) {
    long timestamp = event.timestamp();
    Calm wait = calmAt(timestamp, judge);
    if (wait == null) {
      return false;
    }
    List<Measurement> measurements = event.measurements();
    for (int i = 0; i < measurements.size(); i++) {
      Measurement each = measurements.get(i);
      if (!mayWait(each.metric(), each.value(), timestamp, clock, silencesUntil, wait)) {
        return false;
      }
    }
    for (int i = 0; i < measurements.size(); i++) {
      Measurement each = measurements.get(i);
      putOff(each.metric(), each.value(), timestamp, clock, wait, intakes);
    }
    return true;
  }

  /** The same for an event of one measurement, which need not be made for it. */
  boolean putOff(
      String metric,
      double value,
      long timestamp,
      long clock,
      long silencesUntil,
      GroupJudge judge,
      Consumer<Intake> intakes) {
    Calm wait = calmAt(timestamp, judge);
    if (wait == null || !mayWait(metric, value, timestamp, clock, silencesUntil, wait)) {
      return false;
    }
    putOff(metric, value, timestamp, clock, wait, intakes);
    return true;
  }

  /** Which readings of a time may wait; null where none may. */
  private @Nullable Calm calmAt(long timestamp, GroupJudge judge) {
    Calm wait = calm;
    GroupMemory memory = group;
    return wait != null
            && memory != null
            && calmFor == judge
            && (isAlone || memory.isOnTime(timestamp, wait.shortestWindow(), commotions))
        ? wait
        : null;
  }

  private boolean mayWait(
      String metric, double value, long timestamp, long clock, long silencesUntil, Calm wait) {
    boolean isKnown = false;
    int place = 0;
    for (Ring ring = rings(); ring != null; ring = ring.next()) {
      if (ring.metric().equals(metric)) {
        isKnown = true;
        Calm.OfRing ofRing = wait.rings().get(place);
        if (!(ofRing.mayWait(value) || (isAlone && ofRing.isTooFew(ring)))
            || !(ring.hasRoomFor(timestamp) || makesRoom(ring, timestamp, wait))
            || !wait.isNoSilence(ring.heardAt(), clock, silencesUntil)) {
          return false;
        }
      }
      place++;
    }
    return isKnown;
  }

  private boolean makesRoom(Ring ring, long timestamp, Calm wait) {
    if (group == null || !group.isAsleep()) {
      return false;
    }
    ring.makeRoom(ring.newest() - wait.longestWindow());
    return ring.hasRoomFor(timestamp);
  }

  /**
   * Begins with an event of a group of which nothing is known, where what it brings may wait.
   *
   * @return whether it may; nothing happened where it may not
   */
  boolean beginAsleep(
      Event event,
      long clock,
      long silencesUntil,
      GroupJudge judge,
      GroupMemory memory,
      Consumer<Intake> intakes) {
    if (event.measurements().size() > 1) {
      return false;
    }
    String metric = event.measurements().get(0).metric();
    Calm wait = judge.calmOf(memory.grouping().selecting(metric, labels()));
    if (wait == null || !wait.maySleep()) {
      return false;
    }
    add(new Ring(metric, 0)).setHeardAt(clock);
    calm = wait;
    calmFor = judge;
    group = memory;
    isAlone = true;
    if (!putOff(event, clock, silencesUntil, judge, intakes)) {
      forget();
      stir();
      return false;
    }
    noteResolved(judge);
    memory.pass(event.timestamp());
    memory.fallAsleep(wait);
    return true;
  }

  /** Gives the rules that look at it what they remember, as of its newest reading. */
  void wake(GroupMemory memory) {
    Ring ring = rings();
    if (ring == null) {
      throw new IllegalStateException("a series sleeps without readings");
    }
    ring.catchUp();
    for (GroupJudge.Selection each : memory.grouping().selecting(ring.metric(), labels())) {
      RuleMemory rule = memory.begunRule(each.judge());
      watch(rule, each.condition(), ring);
    }
    for (Tally tally : ring.tallies()) {
      RuleMemory rule = RuleWindow.ruleOf(tally);
      rule.hear(ring.newest(), ring.heardAt());
      rule.moveOn();
      rule.rest(true);
    }
    memory.pass(ring.newest());
  }

  private void putOff(
      String metric,
      double value,
      long timestamp,
      long clock,
      Calm wait,
      Consumer<Intake> intakes) {
    int place = 0;
    for (Ring ring = rings(); ring != null; ring = ring.next()) {
      if (ring.metric().equals(metric)) {
        ring.putOff(timestamp, value, clock);
        for (int i = wait.rings().get(place).tallies(); i > 0; i--) {
          intakes.accept(Intake.NEW);
        }
      }
      place++;
    }
    if (!isAlone && group != null) {
      group.pass(timestamp);
    }
  }

  boolean isWaiting() {
    return isWaiting;
  }

  /** What it put off is to be told, after what {@code before} put off. */
  void waitBehind(@Nullable SeriesMemory before) {
    isWaiting = true;
    nextWaiting = before;
  }

  void waitNoMore() {
    isWaiting = false;
    nextWaiting = null;
  }

  /** Tells the rules what was put off, which are to be moved on afterwards. */
  void tell(GroupMemory memory) {
    for (Ring ring = rings(); ring != null; ring = ring.next()) {
      if (ring.catchUp()) {
        memory.pass(ring.newest());
        for (Tally tally : ring.tallies()) {
          RuleWindow.ruleOf(tally).hear(ring.newest(), ring.heardAt());
        }
      }
    }
  }

  /** Moves the rules on that were told something; returns what waited beside it. */
  @Nullable SeriesMemory moveOn() {
    for (Ring ring = rings(); ring != null; ring = ring.next()) {
      for (Tally tally : ring.tallies()) {
        RuleMemory rule = RuleWindow.ruleOf(tally);
        if (rule.hasNews()) {
          rule.moveOn();
        }
      }
    }
    SeriesMemory next = nextWaiting;
    waitNoMore();
    return next;
  }

  @Nullable SeriesMemory nextWaiting() {
    return nextWaiting;
  }

  /** None of its readings may wait until it has {@link #settle}d again. */
  @Override
  void stir() {
    calm = null;
    group = null;
  }

  /** Whether its group still has it, which is not forgotten. */
  boolean isRemembered() {
    return rings() != null;
  }

  /** The group is gone: whoever still knows the series holds nothing else of it. */
  void leave() {
    stir();
    forget();
    nextWaiting = null;
    calmFor = null;
  }

  /** Finds out, when it was judged, whether readings may wait from now on. */
  void settle(GroupJudge judge, GroupMemory memory) {
    boolean mayWait = rings() != null && memory.seriesCount() <= MANY;
    for (Ring ring = rings(); ring != null; ring = ring.next()) {
      long heard = Long.MAX_VALUE;
      for (Tally tally : ring.tallies()) {
        RuleMemory rule = RuleWindow.ruleOf(tally);
        mayWait &= rule.isAtRest();
        heard = Math.min(heard, rule.heardAt());
      }
      ring.setHeardAt(heard);
    }
    if (!mayWait) {
      stir();
      return;
    }
    group = memory;
    if (calm == null || calmFor != judge) {
      calm = judge.calm(watchers());
      calmFor = judge;
    }
    commotions = memory.commotions();
    isAlone = memory.hasOnly(rings());
    if (isAlone && calm != null && calm.maySleep() && rings() != null) {
      memory.sleepIfRested(rings(), calm);
    }
  }
}
