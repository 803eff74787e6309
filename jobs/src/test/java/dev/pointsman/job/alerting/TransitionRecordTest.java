package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Evidence;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.Severity;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.junit.jupiter.api.Test;

class TransitionRecordTest {

  private static final KafkaSinkContext CONTEXT =
      new KafkaSinkContext() {
        @Override
        public int getParallelInstanceId() {
          return 0;
        }

        @Override
        public int getNumberOfParallelInstances() {
          return 1;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
          return new int[] {0};
        }
      };

  private static Transition transition(int labelChars, int annotationChars) {
    Labels labels = Labels.of("pod", "p".repeat(labelChars));
    return new Transition(
        "big",
        AlertStatus.FIRING,
        Reason.CONDITION,
        Severity.WARNING,
        Labels.EMPTY,
        "f0",
        1.0,
        5,
        5L,
        null,
        Collections.nCopies(10, new Evidence(labels, 1, 5)),
        Map.of("summary", "s".repeat(annotationChars)),
        List.of(),
        List.of());
  }

  private static Transition written(Transition transition) {
    byte[] value = new TransitionRecord("alerts").serialize(transition, CONTEXT, null).value();
    assertThat(Objects.requireNonNull(value)).hasSizeLessThan(1_000_000);
    return TransitionJson.read(value);
  }

  @Test
  void whatFitsIsWrittenWhole() {
    Transition small = transition(100, 100);
    assertThat(written(small)).isEqualTo(small);
  }

  @Test
  void evidenceThatDoesNotFitIsLeftOutFirst() {
    Transition large = transition(110_000, 100);
    assertThat(written(large)).isEqualTo(large.withoutEvidence());
  }

  @Test
  void textsThatDoNotFitEvenThenAreLeftOutToo() {
    Transition large = transition(110_000, 1_100_000);
    assertThat(written(large)).isEqualTo(large.withoutEvidence().withoutAnnotations());
  }
}
