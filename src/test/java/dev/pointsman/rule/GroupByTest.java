package dev.pointsman.rule;

import static dev.pointsman.rule.TestingRules.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Labels;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupByTest {

  private static final Labels READING = Labels.of("cluster", "c", "replica", "r");

  @Test
  void theOrderOfTheNamesDoesNotMatter() {
    assertThat(by("b", "a", "b")).isEqualTo(by("a", "b")).hasSameHashCodeAs(by("a", "b"));
    assertThat(by("b", "a").names()).containsExactly("a", "b");
    assertThat(by("a")).isNotEqualTo(by("b")).isNotEqualTo(GroupBy.EVERY_LABEL);
    assertThatThrownBy(() -> GroupBy.names(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReadingThatLacksALabelIsInNoGroup() {
    assertThat(by("cluster").group(READING)).isEqualTo(Labels.of("cluster", "c"));
    assertThat(by("cluster", "region").group(READING)).isNull();
  }

  @Test
  void everyLabelIsWhateverLabelsThereAre() {
    assertThat(GroupBy.EVERY_LABEL.group(READING)).isEqualTo(READING);
    assertThat(GroupBy.EVERY_LABEL.group(Labels.EMPTY)).isEqualTo(Labels.EMPTY);
  }

  @Test
  void aKeyTellsHowItsRulesGroup() {
    assertThat(new GroupKey(false, READING).by()).isEqualTo(by("cluster", "replica"));
    assertThat(new GroupKey(true, READING).by()).isEqualTo(GroupBy.EVERY_LABEL);
    assertThat(new GroupKey(true, READING)).isNotEqualTo(new GroupKey(false, READING));
  }

  @Test
  void aKeyHasTheseBytesInStateAndOnTheWire() throws IOException {
    String bytes = "01 02 07 636c7573746572 01 63 07 7265706c696361 01 72".replace(" ", "");
    var key = new GroupKey(true, READING);
    assertThat(GroupKeyCodec.INSTANCE.toBytes(key)).isEqualTo(HexFormat.of().parseHex(bytes));
    assertThat(GroupKeyCodec.INSTANCE.fromBytes(HexFormat.of().parseHex(bytes))).isEqualTo(key);
    assertThat(GroupKeyCodec.INSTANCE.toBytes(new GroupKey(false, Labels.EMPTY)))
        .isEqualTo(new byte[] {0, 0});
  }

  /** The hash says which part of the state a group lies in: another one would lose it. */
  @Test
  void aKeysHashDoesNotChangeFromReleaseToRelease() {
    assertThat(new GroupKey(false, READING).hashCode()).isEqualTo(-188_851_345);
    assertThat(new GroupKey(true, Labels.EMPTY).hashCode()).isEqualTo(31 * 1231 + 1);
  }
}
