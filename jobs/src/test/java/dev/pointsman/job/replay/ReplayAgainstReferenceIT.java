package dev.pointsman.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.event.EventJson;
import dev.pointsman.event.Measurement;
import dev.pointsman.reference.Disagreement;
import dev.pointsman.reference.RandomScenario;
import dev.pointsman.reference.ReferenceEngine;
import dev.pointsman.reference.Scenario;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backtests of random rules and events, through rule JSON, event JSON and Flink. {@code
 * -Dpointsman.replays=N} runs more of them, {@code -Dpointsman.seed=S} others.
 */
class ReplayAgainstReferenceIT {

  private static final int REPLAYS = Integer.getInteger("pointsman.replays", 10);
  private static final long SEED = Long.getLong("pointsman.seed", 1);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aBacktestSaysWhatTheReferenceSays() throws Exception {
    int told = 0;
    for (long seed = SEED; seed < SEED + REPLAYS; seed++) {
      Scenario scenario = RandomScenario.of(seed);
      List<Transition> expected = ReferenceEngine.run(scenario);

      Replayed replayed = replay(scenario);

      assertThat(replayed.rejected()).as("seed %d", seed).isEmpty();
      assertThat(Disagreement.numbered(replayed.transitions()))
          .as("seed %d\n%s", seed, scenario)
          .isEqualTo(Disagreement.numbered(expected));
      told += expected.size();
    }
    assertThat(told).as("the scenarios come to something").isGreaterThan(REPLAYS);
  }

  private Replayed replay(Scenario scenario) throws Exception {
    var lines = new ArrayList<String>();
    for (Event event : scenario.events()) {
      lines.add(line(event));
    }
    Path file = folder.resolve("events.ndjson");
    Files.write(file, lines);
    return Replayed.of(scenario.ruleSet(), file, folder);
  }

  /** As its producer writes it: several measurements in one event are a kind of their own. */
  private static String line(Event event) throws JsonProcessingException {
    if (event.measurements().size() == 1) {
      return new String(EventJson.write(event.readings().get(0)), StandardCharsets.UTF_8);
    }
    var fields = new LinkedHashMap<String, Object>(event.labels().toMap());
    fields.put("timestamp", event.timestamp());
    for (Measurement each : event.measurements()) {
      switch (each.metric()) {
        case "health_check" -> fields.put("status", each.value() == 0 ? "up" : "down");
        case "health_check_latency_ms" -> fields.put("latency_ms", each.value());
        case "replication_lag" -> fields.put("lag_ms", each.value());
        case "replication_lag_bytes" -> fields.put("lag_bytes", each.value());
        default -> throw new IllegalArgumentException("no event has " + each + " beside others");
      }
    }
    return JSON.writeValueAsString(fields);
  }
}
