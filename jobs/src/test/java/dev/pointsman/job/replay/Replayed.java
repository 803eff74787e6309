package dev.pointsman.job.replay;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.job.alerting.RejectedEvent;
import dev.pointsman.rule.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that came of the replay of a small file. */
record Replayed(
    List<Transition> transitions,
    long events,
    Map<String, Long> rejected,
    List<RejectedEvent> firstRejected) {

  /** Leaves its files in a folder of its own below {@code folder}. */
  static Replayed of(RuleSet rules, Path file, Path folder) throws Exception {
    Path temporary = Files.createTempDirectory(folder, "replay");
    try (FileReplay replay = Replay.ofFile(rules, file, temporary, 2, count -> {})) {
      var transitions = new ArrayList<Transition>();
      for (byte[] line = replay.next(); line != null; line = replay.next()) {
        transitions.add(TransitionJson.read(line));
      }
      return new Replayed(transitions, replay.events(), replay.rejected(), replay.firstRejected());
    }
  }
}
