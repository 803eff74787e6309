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

class RouteTest {

  private static final Labels SERIES = Labels.of("check", "é", "region", "w");
  private static final GroupKey BY_REGION = new GroupKey(false, Labels.of("region", "w"));
  private static final List<String> METRICS = List.of("one", "two", "three");
  private static final Event EVENT =
      new Event(
          SERIES,
          7,
          List.of(
              new Measurement("one", 1), new Measurement("two", 2), new Measurement("three", 3)));

  private final Route route = Route.of(BY_REGION, SERIES, METRICS, 0b101);

  @Test
  void anEventComesOutAsMuchAsTheGroupWantsOfIt() {
    Event part = route.part(EVENT);
    assertThat(part)
        .isEqualTo(
            new Event(SERIES, 7, List.of(new Measurement("one", 1), new Measurement("three", 3))));
  }

  @Test
  void itsBytesTellAllOfIt() throws IOException {
    Route read = Route.read(route.toBytes());
    assertThat(read.group()).isEqualTo(BY_REGION);
    assertThat(read.series()).isEqualTo(SERIES);
    assertThat(read.event(7, new double[] {1, 3})).isEqualTo(route.part(EVENT));
    assertThat(read.part(route.part(EVENT))).isEqualTo(route.part(EVENT));
    assertThat(read.toBytes()).isEqualTo(route.toBytes());
  }

  @Test
  void labelsThatAreTheGroupsAreWrittenOnce() throws IOException {
    Route whole = Route.of(new GroupKey(true, SERIES), SERIES, METRICS, 1);
    assertThat(whole.toBytes().length).isLessThan(route.toBytes().length);
    Route read = Route.read(whole.toBytes());
    assertThat(read.group()).isEqualTo(new GroupKey(true, SERIES));
    assertThat(read.series()).isSameAs(read.group().labels());
  }

  @Test
  void whatDiffersInAnythingHasOtherBytes() {
    var other = Labels.of("check", "e", "region", "w");
    assertThat(
            List.of(
                route,
                Route.of(new GroupKey(true, SERIES), SERIES, METRICS, 0b101),
                Route.of(new GroupKey(false, SERIES), SERIES, METRICS, 0b101),
                Route.of(BY_REGION, other, METRICS, 0b101),
                Route.of(BY_REGION, SERIES, METRICS, 0b111),
                Route.of(BY_REGION, SERIES, METRICS, 0b100)))
        .extracting(Route::toBytes)
        .doesNotHaveDuplicates();
  }

  @Test
  void truncatedBytesAreNone() {
    for (int length = 0; length < route.toBytes().length; length++) {
      byte[] truncated = Arrays.copyOf(route.toBytes(), length);
      assertThatThrownBy(() -> Route.read(truncated)).isInstanceOf(IOException.class);
    }
  }
}
