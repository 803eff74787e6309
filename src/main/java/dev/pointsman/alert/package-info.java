/**
 * The life of an alert, and the transitions that the world is told.
 *
 * <p>Most readings can change nothing: a check succeeds, and no alert is open. They cost little
 * because they are not looked at when they come. What a group does with a reading depends on its
 * rules:
 *
 * <pre>
 *      AWAKE   each reading is judged
 *      |   ^
 *      |   |   a reading that triggers a condition, a silence that is acted on: first what waits
 *      |   |   is told, in turn (GroupMemory.catchUp)
 *      v   |
 *      AT REST   no condition holds, no alert is open (SeriesMemory.settle): a reading that can
 *      |   ^     change nothing is put off and waits in its ring (Ring.putOff)
 *      |   |
 *      |   |   what a rule remembers is made again from the readings (SeriesMemory.wake)
 *      v   |
 *      ASLEEP   at rest, and nothing is known but the readings of one series: the rules' own
 *               memories are let go of (GroupMemory.sleepIfRested)
 * </pre>
 *
 * <p>{@link dev.pointsman.alert.Calm} says which readings may be put off. When a rule leaves its
 * rest, none of the group's series puts anything off until it has been judged again. A group that
 * put something off is written by the next checkpoint, as one that changed is; what waits is
 * written with it.
 */
@NullMarked
package dev.pointsman.alert;

import org.jspecify.annotations.NullMarked;
