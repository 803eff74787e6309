package dev.pointsman.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.config.MetricFilter;
import dev.pointsman.event.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricSelectionTest {

  @Test
  void withoutNamesEverythingIsTakenAsItIs() {
    assertThat(MetricSelection.EVERYTHING.nameOf("node_load1")).isEqualTo("node_load1");
    Labels labels = Labels.of("a", "b");
    assertThat(MetricSelection.EVERYTHING.labelsOf(labels)).isSameAs(labels);
  }

  @Test
  void onlyWhatIsKeptIsTakenByItsWholeName() {
    var selection = selection(List.of("up", "node_load.*"), List.of(), Map.of());
    assertThat(selection.nameOf("up")).isEqualTo("up");
    assertThat(selection.nameOf("node_load15")).isEqualTo("node_load15");
    assertThat(selection.nameOf("upper")).isNull();
    assertThat(selection.nameOf("my_node_load1")).isNull();
  }

  @Test
  void whatIsDroppedIsNotTakenThoughItIsKept() {
    var selection = selection(List.of("istio_.*"), List.of(".*_bucket|.*_sum"), Map.of());
    assertThat(selection.nameOf("istio_requests_total")).isEqualTo("istio_requests_total");
    assertThat(selection.nameOf("istio_request_bytes_bucket")).isNull();
    assertThat(selection.nameOf("istio_request_bytes_bucket")).isNull(); // and a second time
  }

  @Test
  void theFirstRenameThatMatchesNamesAMetricAnew() {
    var rename = new LinkedHashMap<String, String>();
    rename.put("node_load(\\d+)", "host_load_$1_minutes");
    rename.put("node_(.*)", "host_$1");
    var selection = selection(List.of(), List.of("host_.*"), rename);
    assertThat(selection.nameOf("node_load15")).isEqualTo("host_load_15_minutes");
    assertThat(selection.nameOf("node_uptime")).isEqualTo("host_uptime");
    assertThat(selection.nameOf("host_x")).isNull();
    assertThat(selection.nameOf("other")).isEqualTo("other");
  }

  @Test
  void labelsAreDroppedAndRenamedByTheirExactNames() {
    var selection =
        new MetricSelection(
            new MetricFilter(
                List.of(), List.of(), Map.of(), List.of("pod_hash"), Map.of("dc", "region")));
    assertThat(selection.labelsOf(Labels.of("dc", "west", "pod", "a", "pod_hash", "1")))
        .isEqualTo(Labels.of("pod", "a", "region", "west"));
  }

  @Test
  void aNameThatNeverCameBeforeIsDecidedAlsoWhenNoMoreAreRemembered() {
    var selection = selection(List.of("wanted_.*"), List.of(), Map.of());
    for (int i = 0; i < 25_000; i++) {
      selection.nameOf("made_up_" + i);
    }
    assertThat(selection.nameOf("wanted_at_last")).isEqualTo("wanted_at_last");
    assertThat(selection.nameOf("unwanted_at_last")).isNull();
  }

  private static MetricSelection selection(
      List<String> keep, List<String> drop, Map<String, String> rename) {
    return new MetricSelection(new MetricFilter(keep, drop, rename, List.of(), Map.of()));
  }
}
