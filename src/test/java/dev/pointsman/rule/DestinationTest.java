package dev.pointsman.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DestinationTest {

  private static final Labels SERIES = Labels.of("check", "é", "region", "w");
  private static final GroupKey BY_REGION = new GroupKey(false, Labels.of("region", "w"));
  private static final List<String> METRICS = List.of("one", "two", "three");
  private static final Event EVENT =
      new Event(
          SERIES,
          7,
          List.of(
              new Measurement("one", 1), new Measurement("two", 2), new Measurement("three", 3)));

  private final Destination destination = Destination.of(BY_REGION, SERIES, METRICS, 0b101);

  @Test
  void anEventComesOutAsMuchAsTheGroupWantsOfIt() {
    Event part = destination.event(EVENT.timestamp(), destination.values(EVENT));
    assertThat(part)
        .isEqualTo(
            new Event(SERIES, 7, List.of(new Measurement("one", 1), new Measurement("three", 3))));
  }

  @Test
  void itsBytesTellAllOfIt() throws IOException {
    Destination read = Destination.read(destination.bytes());
    assertThat(read.group()).isEqualTo(BY_REGION);
    assertThat(read.series()).isEqualTo(SERIES);
    assertThat(read.event(7, destination.values(EVENT)))
        .isEqualTo(destination.event(7, destination.values(EVENT)));
    assertThat(read.bytes()).isEqualTo(destination.bytes());
  }

  @Test
  void labelsThatAreTheGroupsAreWrittenOnce() throws IOException {
    Destination whole = Destination.of(new GroupKey(true, SERIES), SERIES, METRICS, 1);
    assertThat(whole.bytes().length).isLessThan(destination.bytes().length);
    Destination read = Destination.read(whole.bytes());
    assertThat(read.group()).isEqualTo(new GroupKey(true, SERIES));
    assertThat(read.series()).isSameAs(read.group().labels());
  }

  @Test
  void whatDiffersInAnythingHasOtherBytes() {
    var other = Labels.of("check", "e", "region", "w");
    assertThat(
            List.of(
                destination,
                Destination.of(new GroupKey(true, SERIES), SERIES, METRICS, 0b101),
                Destination.of(new GroupKey(false, SERIES), SERIES, METRICS, 0b101),
                Destination.of(BY_REGION, other, METRICS, 0b101),
                Destination.of(BY_REGION, SERIES, METRICS, 0b111),
                Destination.of(BY_REGION, SERIES, METRICS, 0b100)))
        .extracting(Destination::bytes)
        .doesNotHaveDuplicates();
  }

  @Test
  void truncatedBytesAreNone() {
    for (int length = 0; length < destination.bytes().length; length++) {
      byte[] truncated = Arrays.copyOf(destination.bytes(), length);
      assertThatThrownBy(() -> Destination.read(truncated)).isInstanceOf(IOException.class);
    }
  }
}
