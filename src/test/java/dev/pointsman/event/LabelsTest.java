package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabelsTest {

  /** Sorted as texts are: by UTF-16, in which a face comes before a full-width letter. */
  private static final List<String[]> PAIRS =
      List.of(
          new String[] {},
          new String[] {"", ""},
          new String[] {"a", "1"},
          new String[] {"a", "\u0000", "aé", "è", "aéa", "\u07ff\u0800", "é", "ü"},
          new String[] {"😀", "😀😀", "\uff21", "\uffff"},
          new String[] {"a".repeat(127), "b".repeat(128), "é".repeat(64), "é".repeat(20_000)},
          IntStream.range(100, 300)
              .boxed()
              .flatMap(i -> Stream.of("name" + i, "" + i))
              .toArray(String[]::new));

  @Test
  void labelsAreEqualWhateverOrderTheyWereGivenIn() {
    Labels sorted = Labels.of("check", "api", "region", "w");
    assertThat(Labels.of("region", "w", "check", "api"))
        .isEqualTo(sorted)
        .hasSameHashCodeAs(sorted)
        .isEqualByComparingTo(sorted);
    assertThat(Labels.of(Map.of("region", "w", "check", "api"))).isEqualTo(sorted);
    assertThat(sorted)
        .isNotEqualTo(Labels.of("check", "w", "region", "api"))
        .isNotEqualTo(Labels.of("check", "api"))
        .isNotEqualTo(Labels.of("check", "api", "region", "w", "target", ""));
  }

  @Test
  void aNameStandsOnceAndWithAValue() {
    assertThatThrownBy(() -> Labels.of("a", "1", "a", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label a stands twice");
    assertThatThrownBy(() -> Labels.of("a", "1", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names and values must come in pairs");
  }

  @Test
  void theyDoNotChangeWithTheArrayTheyWereMadeOf() {
    String[] pairs = {"a", "1"};
    Labels labels = Labels.of(pairs);
    pairs[1] = "2";
    assertThat(labels.get("a")).isEqualTo("1");
  }

  @Test
  void anAbsentLabelIsNullOrReadsAsTheEmptyText() {
    Labels labels = Labels.of("a", "1", "empty", "");
    assertThat(labels.get("a")).isEqualTo("1");
    assertThat(labels.get("empty")).isEmpty();
    assertThat(labels.get("b")).isNull();
    assertThat(labels.getOrEmpty("b")).isEmpty();
  }

  @Test
  void theyAreOrderedAsTheListsOfTheirSortedTexts() {
    // '-' comes before '=': by names alone, a would come before a-b.
    List<Labels> inOrder =
        List.of(
            Labels.EMPTY,
            Labels.of("a-b", "9"),
            Labels.of("a-b", "9", "a", "1"),
            Labels.of("a", ""),
            Labels.of("a", "1"),
            Labels.of("a", "1", "b", "1"),
            Labels.of("a", "1", "c", ""),
            Labels.of("a", "10"),
            Labels.of("a", "2"),
            Labels.of("a", "é"),
            Labels.of("b", ""));
    var shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(3));
    assertThat(shuffled).isNotEqualTo(inOrder);
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(inOrder);
  }

  @Test
  void aProjectionHasTheNamedLabelsOrIsNull() {
    Labels labels = Labels.of("a", "1", "b", "", "c", "3");
    assertThat(labels.project(List.of("c", "a"))).isEqualTo(Labels.of("a", "1", "c", "3"));
    assertThat(labels.project(List.of("b"))).isEqualTo(Labels.of("b", ""));
    assertThat(labels.project(List.of())).isEqualTo(Labels.EMPTY);
    assertThat(labels.project(List.of("a", "d"))).isNull();
  }

  @Test
  void amongTwoValuesOfANameTheAddedOneStands() {
    assertThat(Labels.of("a", "1", "c", "3").with(Labels.of("b", "2", "c", "4")))
        .isEqualTo(Labels.of("a", "1", "b", "2", "c", "4"));
    assertThat(Labels.of("a", "1").with(Labels.EMPTY)).isEqualTo(Labels.of("a", "1"));
    assertThat(Labels.EMPTY.with(Labels.of("a", "1"))).isEqualTo(Labels.of("a", "1"));
  }

  @Test
  void asTextTheyAreWrittenAsPrometheusWritesThem() {
    assertThat(Labels.EMPTY).hasToString("{}");
    assertThat(Labels.of("region", "us-west-2", "check", "api"))
        .hasToString("{check=\"api\",region=\"us-west-2\"}");
    assertThat(Labels.of("a", "x\\y\"z\nw")).hasToString("{a=\"x\\\\y\\\"z\\nw\"}");
  }

  @Test
  void theyAreVisitedInTheOrderOfTheNames() {
    var visited = new ArrayList<String>();
    Labels.of("b", "2", "a", "1").forEach((name, value) -> visited.add(name + value));
    assertThat(visited).containsExactly("a1", "b2");
    assertThat(Labels.of("b", "2", "a", "1").toMap().toString()).isEqualTo("{a=1, b=2}");
  }

  @Test
  void theirHashIsThatOfTheNamesAndValuesInTurn() {
    // It says where in the state a group lies.
    assertThat(Labels.EMPTY.hashCode()).isEqualTo(1);
    assertThat(Labels.of("check", "api", "region", "us-west-2").hashCode()).isEqualTo(749473346);
    for (String[] pairs : PAIRS) {
      assertThat(Labels.of(pairs).hashCode()).isEqualTo(Arrays.hashCode(pairs));
    }
  }

  @Test
  void textsComeBackAsTheyWereWhateverTheirLengthAndCharacters() throws IOException {
    for (String[] pairs : PAIRS) {
      Labels labels = Labels.of(pairs);
      assertThat(labels.size()).isEqualTo(pairs.length / 2);
      assertThat(labels.chars()).isEqualTo(String.join("", pairs).length());
      Labels read = LabelsCodec.INSTANCE.fromBytes(LabelsCodec.INSTANCE.toBytes(labels));
      assertThat(read).isEqualTo(labels).hasSameHashCodeAs(labels);
      var texts = new ArrayList<String>();
      read.forEach((name, value) -> texts.addAll(List.of(name, value)));
      assertThat(texts).containsExactly(pairs);
      for (int i = 0; i < pairs.length; i += 2) {
        assertThat(read.get(pairs[i])).isEqualTo(pairs[i + 1]);
        assertThat(read.get(pairs[i] + "x")).isNull();
        assertThat(read.project(List.of(pairs[i]))).isEqualTo(Labels.of(pairs[i], pairs[i + 1]));
      }
    }
  }

  @Test
  void aLengthThatIsNotTrueIsNoReasonToMakeRoom() {
    byte[] bytes = {1, -1, -1, -1, -1, 7, 'a'};
    assertThatThrownBy(() -> LabelsCodec.INSTANCE.fromBytes(bytes))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void whatIsTakenAwayIsThereNoMore() {
    Labels all = Labels.of("check", "api", "observer", "a", "region", "é", "target", "t");
    assertThat(all.without(Labels.EMPTY)).isEqualTo(all);
    assertThat(all.without(all)).isEqualTo(Labels.EMPTY);
    assertThat(all.without(Labels.of("check", "api", "region", "é")))
        .isEqualTo(Labels.of("observer", "a", "target", "t"));
    assertThat(all.without(Labels.of("target", "t")))
        .isEqualTo(Labels.of("check", "api", "observer", "a", "region", "é"));
  }
}
