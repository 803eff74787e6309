package dev.pointsman.agent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.collect.Observation;
import dev.pointsman.agent.redis.RedisDeclaration.SaveInterval;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeReadingsTest {

  private static final Instant AT = Instant.ofEpochSecond(1_763_700_000);

  private final TestingSink sink = new TestingSink();

  @ParameterizedTest
  @CsvSource({
    "6.x, 6.2.14, true",
    "6.x, 7.0.15, false",
    "6, 6.2.14, true",
    "6.2, 6.0.16, false",
    "6.2.x, 6.2.14, true",
    "6.2.14, 6.2.14, true",
    "6.2.14, 6.2.1, false",
    "1.x, 10.0, false",
  })
  void aVersionIsComparedPartByPart(String declared, String actual, boolean same) {
    assertThat(NodeReadings.isVersion(declared, actual)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    // changes since, age of the last snapshot: overdue by the reference's 900/1 and 300/10
    "0, 86400, 0",
    "1, 900, 0",
    "1, 960, 60",
    "9, 899, 0",
    "10, 330, 30",
    "10, 1000, 700",
  })
  void aSnapshotIsDueByTheIntervalsAndTheChanges(long changes, long age, double overdue) {
    var declared =
        new RedisDeclaration(
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(
                new SaveInterval(Duration.ofMinutes(15), 1),
                new SaveInterval(Duration.ofMinutes(5), 10)));
    tell(
        declared,
        "rdb_changes_since_last_save:%d\r\nrdb_last_save_time:%d"
            .formatted(changes, AT.getEpochSecond() - age));

    assertThat(sink.last("redis_rdb_save_overdue_seconds")).hasValue(overdue);
    assertThat(sink.last("redis_rdb_last_save_age_seconds")).hasValue((double) age);
  }

  @Test
  void withoutALimitThereIsNoShareOfIt() {
    tell(RedisDeclaration.NONE, "used_memory:1000\r\nmaxmemory:0");

    assertThat(sink.last("redis_memory_max_bytes")).hasValue(0);
    assertThat(sink.last("redis_memory_used_ratio")).isEmpty();
  }

  @Test
  void aLinkThatIsDownHasNoLastExchange() {
    tell(
        RedisDeclaration.NONE,
        "role:slave\r\nmaster_link_status:down\r\nmaster_last_io_seconds_ago:-1\r\n"
            + "master_link_down_since_seconds:12");

    assertThat(sink.last("redis_master_link_up")).hasValue(0);
    assertThat(sink.last("redis_master_last_io_seconds_ago")).isEmpty();
    assertThat(sink.last("redis_master_link_down_seconds")).hasValue(12);
  }

  @Test
  void whatANodeDoesNotSayIsNotTold() {
    tell(RedisDeclaration.NONE, "used_memory:lots\r\nrdb_last_save_time:\r\n# Section\r\n:x");

    assertThat(sink.readings())
        .extracting(each -> each.metric())
        .containsExactlyInAnyOrder(
            "redis_up", "redis_node_is_master", "redis_cluster_enabled", "redis_memory_max_bytes");
  }

  @Test
  void aSingleNodeInPlaceOfAClusterIsNotAsDeclared() {
    tell(
        new RedisDeclaration("cluster", 6, null, null, null, null, List.of()), "cluster_enabled:0");

    assertThat(sink.last("redis_setting_as_declared")).hasValue(0);
    assertThat(sink.last("redis_cluster_state")).hasValue(0);
    assertThat(sink.last("redis_cluster_nodes_missing")).hasValue(5);
  }

  @Test
  void aSingleNodeThatIsDeclaredAsOneIsAsDeclared() {
    tell(
        new RedisDeclaration("standalone", 1, null, null, null, null, List.of()),
        "cluster_enabled:0");

    assertThat(sink.last("redis_setting_as_declared")).hasValue(1);
    assertThat(sink.last("redis_cluster_state")).isEmpty();
    assertThat(sink.last("redis_cluster_nodes_missing")).isEmpty();
  }

  @Test
  void behindSentinelsNothingIsSaidOfTheMode() {
    tell(
        new RedisDeclaration("sentinel", 3, null, null, null, null, List.of()),
        "cluster_enabled:0");

    assertThat(sink.last("redis_setting_as_declared")).isEmpty();
    assertThat(sink.last("redis_cluster_state")).isEmpty();
  }

  private void tell(RedisDeclaration declared, String info) {
    var answer = new NodeAnswer("a:1", RedisInfo.parse(info), RedisInfo.parse(""), List.of(), AT);
    new NodeReadings(declared)
        .tell(
            answer,
            new Observation(sink, Labels.of("node", "a:1"), AT),
            setting -> new Observation(sink, Labels.of("setting", setting), AT));
  }
}
