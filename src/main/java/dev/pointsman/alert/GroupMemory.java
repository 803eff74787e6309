package dev.pointsman.alert;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one group remember of it: the readings of its series, each kept once for all
 * that look at them, and what each rule knows besides. Mutable, for one thread.
 */
public final class GroupMemory {

  /** No timer is set. */
  public static final long NO_TIMER = 0;

  /** So many events for each series lie between two sweeps, unless the series have doubled. */
  private static final int SWEEP_AFTER = 16;

  private final SeriesList series;

  /** In ascending order of the names. */
  private final List<RuleMemory> rules;

  private long timer;

  /** The newest timestamp of its readings that is known to be taken in or put off. */
  private long latest = Long.MIN_VALUE;

  /** How often a rule of it has left its rest. */
  private long commotions;

  /**
   * What its rules are, where they remember nothing but the readings of its one series: they are
   * made again when something else than another such reading comes.
   */
  private @Nullable Calm asleep;

  /** The last of those that put something off, which are linked. */
  private @Nullable SeriesMemory waiting;

  private int eventsSinceSweep;

  private int seriesAfterSweep;

  private @Nullable GroupJudge judge;
  private GroupJudge.@Nullable Grouping grouping;

  public GroupMemory() {
    this(new ArrayList<>(1), new ArrayList<>(1), NO_TIMER);
  }

  GroupMemory(List<SeriesMemory> series, List<RuleMemory> rules, long timer) {
    this.series = new SeriesList(series);
    this.rules = rules;
    this.timer = timer;
  }

  SeriesList series() {
    return series;
  }

  List<RuleMemory> rules() {
    return rules;
  }

  /** How many series are remembered. */
  public int seriesCount() {
    return series.size();
  }

  /** The timer that is set for the group's silence, in milliseconds since the epoch. */
  public long timer() {
    return timer;
  }

  public void setTimer(long timer) {
    this.timer = timer;
  }

  /** Whether it is known what the rules want, and so what of the readings is still wanted. */
  boolean isLaidOut() {
    return judge != null;
  }

  GroupJudge.Grouping grouping() {
    if (grouping == null) {
      throw new IllegalStateException("no judge has laid the group out");
    }
    return grouping;
  }

  /**
   * Lays the group out for a judge: rules that are gone are forgotten, a changed one keeps what it
   * may. Costs nothing where the judge is the same as before.
   */
  void layOut(GroupJudge next, GroupKey key) {
    if (judge == next) {
      return;
    }
    catchUp();
    judge = next;
    GroupJudge.Grouping now = next.grouping(key);
    grouping = now;
    boolean isSame = true;
    for (RuleMemory rule : rules) {
      RuleJudge live = next.judgeOf(rule, now);
      RuleJudge before = rule.judge();
      if (live != null && before != null && before.rule().equals(live.rule())) {
        rule.judgedBy(live);
      } else {
        isSame = false;
      }
    }
    if (!isSame) {
      rebuild(next, now);
    }
  }

  private void rebuild(GroupJudge next, GroupJudge.Grouping now) {
    rules.forEach(RuleMemory::dismantle);
    series.forEach(SeriesMemory::dismantle);
    rules.removeIf(rule -> next.judgeOf(rule, now) == null);
    for (RuleMemory rule : rules) {
      RuleJudge live = next.judgeOf(rule, now);
      if (live != null) {
        rule.layOut(live, this::unseenStore);
      }
    }
    series.forEach(each -> each.layOut(rules));
    series.removeIf(this::isGone);
    for (RuleMemory rule : rules) {
      pass(rule.now());
    }
    stir();
  }

  private boolean isGone(SeriesMemory each) {
    boolean isGone = !each.isAlive();
    if (isGone) {
      each.leave();
    }
    return isGone;
  }

  /** Nobody asks for the group any more; whoever knows it or one of its series holds no more. */
  public void leave() {
    series.forEach(SeriesMemory::leave);
    series.removeIf(each -> true);
    rules.clear();
    asleep = null;
    waiting = null;
    judge = null;
    grouping = null;
  }

  /** When something came last, by the clock of silence, in milliseconds since the epoch. */
  public long heardAt() {
    long heardAt = sleepsSince();
    if (heardAt > 0) {
      return heardAt;
    }
    catchUp();
    for (RuleMemory rule : rules) {
      heardAt = Math.max(heardAt, rule.heardAt());
    }
    return heardAt;
  }

  /** Whether nothing is known of the group but, maybe, the labels of the first series. */
  boolean isNew() {
    return rules.isEmpty() && series.size() == 1 && series.first().rings() == null;
  }

  boolean isAsleep() {
    return asleep != null;
  }

  /** The rules of the one series need no memory of their own any more. */
  void fallAsleep(Calm calm) {
    rules.clear();
    asleep = calm;
  }

  /** Falls asleep where its rules remember nothing but the readings of its one ring. */
  void sleepIfRested(Ring ring, Calm calm) {
    if (judge == null || ring.store() != 0 || rules.size() != calm.rules().size()) {
      return;
    }
    for (int i = 0; i < rules.size(); i++) {
      RuleMemory rule = rules.get(i);
      RuleJudge live = calm.rules().get(i);
      if (rule.judge() != live || !rule.hasOnly(ring.newest(), ring.heardAt(), live.removal())) {
        return;
      }
    }
    ring.forgetTallies();
    fallAsleep(calm);
  }

  private void wake() {
    if (asleep != null && judge != null) {
      asleep = null;
      series.first().wake(this);
    }
  }

  /** The memory of a rule of a group that wakes, which has seen the first store. */
  RuleMemory begunRule(RuleJudge live) {
    return rule(live, condition -> 0);
  }

  /** When it heard something last, if it sleeps; else 0. */
  private long sleepsSince() {
    Ring ring = asleep == null ? null : series.first().rings();
    return ring == null ? 0 : ring.heardAt();
  }

  /** No silence has to be acted on before this time while it sleeps; null where none has to be. */
  @Nullable Long nextSilenceAsleep() {
    if (asleep == null || asleep.shortestSilence() == Long.MAX_VALUE) {
      return null;
    }
    long since = sleepsSince();
    long after = asleep.shortestSilence();
    return since > Long.MAX_VALUE - after ? null : (Long) (since + after);
  }

  /**
   * Has told what was put off, to be written; but where it sleeps it goes on sleeping, and what its
   * {@link #begunRules} remember is the ring's.
   *
   * @return its ring if it sleeps; else null
   */
  @Nullable Ring settleToBeWritten() {
    Ring ring = series.size() == 0 ? null : series.first().rings();
    if (asleep == null || judge == null || ring == null) {
      catchUp();
      return null;
    }
    ring.forget(ring.newest() - asleep.longestWindow());
    waiting = null;
    series.first().waitNoMore(); // what it puts off from now on is to be written again
    return ring;
  }

  /** The rules of a group that sleeps. */
  List<RuleJudge> begunRules() {
    return asleep == null ? List.of() : asleep.rules();
  }

  /** Has all that was put off told, and the rules moved on. */
  void catchUp() {
    wake();
    for (SeriesMemory each = waiting; each != null; each = each.nextWaiting()) {
      each.tell(this);
    }
    // Not before all were told: what is moved on finds late what came in time.
    while (waiting != null) {
      waiting = waiting.moveOn();
    }
  }

  /** What a series put off is to be told. */
  void await(SeriesMemory each) {
    if (!each.isWaiting()) {
      each.waitBehind(waiting);
      waiting = each;
    }
  }

  /** A reading of this time was taken in or put off. */
  void pass(long timestamp) {
    latest = Math.max(latest, timestamp);
  }

  /** A rule has left its rest. */
  void stir() {
    commotions++;
    if (series.size() == 1) {
      series.first().stir(); // which does not ask
    }
  }

  /** A rule was judged, or its silence acted on: notes whether it has left its rest by that. */
  void stirUnlessAtRest(RuleMemory rule, boolean wasAtRest) {
    if (wasAtRest && !rule.isAtRest()) {
      stir();
    }
  }

  long commotions() {
    return commotions;
  }

  /** Whether a reading is late for no rule, and none has left its rest since. */
  boolean isOnTime(long timestamp, long window, long sinceCommotions) {
    return commotions == sinceCommotions && timestamp > latest - window;
  }

  /** Whether the group has but one ring, whose newest reading is where the rules' time stands. */
  boolean hasOnly(@Nullable Ring ring) {
    return series.size() == 1
        && ring != null
        && ring.next() == null
        && ring == series.first().rings()
        && ring.newest() >= latest;
  }

  /** The first of a metric's stores that holds nothing which the condition would select. */
  private int unseenStore(Condition condition) {
    for (int store = 0; ; store++) {
      int candidate = store;
      if (!series.hasAny(each -> each.hasReadings(condition, candidate))) {
        return store;
      }
    }
  }

  /** The memory of a rule; a new one where it begins now. */
  RuleMemory rule(RuleJudge live) {
    return rule(live, this::unseenStore);
  }

  private RuleMemory rule(RuleJudge live, RuleMemory.Beginning beginsIn) {
    String name = live.rule().name();
    int place = rules.size();
    while (place > 0 && rules.get(place - 1).name().compareTo(name) >= 0) {
      place--;
    }
    if (place < rules.size() && rules.get(place).name().equals(name)) {
      return rules.get(place);
    }
    var begun = new RuleMemory(name, live.removal());
    begun.layOut(live, beginsIn);
    rules.add(place, begun);
    return begun;
  }

  /** What is known of a series; a new memory where nothing is. */
  SeriesMemory series(Labels labels) {
    SeriesMemory known = series.find(labels);
    if (known != null) {
      return known;
    }
    if (series.size() == 1) {
      series.first().stir(); // it is alone no more
    }
    var begun = new SeriesMemory(labels);
    series.add(begun);
    return begun;
  }

  /** Forgets series of which nothing is left; at a cost that does not grow with their number. */
  void sweepNowAndThen() {
    int size = series.size();
    if (size > 1 && (size > 2 * seriesAfterSweep || ++eventsSinceSweep > SWEEP_AFTER * size)) {
      eventsSinceSweep = 0;
      sweep();
      seriesAfterSweep = series.size();
    }
  }

  private void sweep() {
    Set<Tally> dead = new HashSet<>();
    boolean isAnyGone =
        series.removeIf(
            each -> {
              if (each.isAlive()) {
                return false;
              }
              each.addTallies(dead);
              each.leave();
              return true;
            });
    if (isAnyGone) { // also one that no rule looked at
      rules.forEach(rule -> rule.forget(dead));
    }
  }
}
