package dev.pointsman.agent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.collect.Observation;
import dev.pointsman.event.Labels;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisReadingsTest {

  private static final String MASTER_VIEW =
      """
      m 10.0.0.1:1@2 myself,master - 0 0 1 connected 0-16383
      r 10.0.0.2:1@2 %s m 0 0 1 %s
      """;

  private static final String REPLICA_VIEW =
      """
      m 10.0.0.1:1@2 master - 0 0 1 connected 0-16383
      r 10.0.0.2:1@2 myself,slave m 0 0 1 connected
      """;

  private final TestingSink sink = new TestingSink();
  private final RedisReadings readings = new RedisReadings();

  @Test
  void aReplicaThatAnswersSaysItselfHowFarItIs() {
    tell(master(1000, 400), replica(900));
    assertThat(sink.last("redis_replica_lag_bytes", "node", "10.0.0.2:1")).hasValue(100);
  }

  @Test
  void aReplicaAskedAMomentLaterIsNotAhead() {
    tell(master(1000, 400), replica(1001));
    assertThat(sink.last("redis_replica_lag_bytes")).hasValue(0);
  }

  @Test
  void ofAReplicaThatDoesNotAnswerTheMasterSaysIt() {
    tell(master(1000, 400));
    assertThat(sink.last("redis_replica_lag_bytes")).hasValue(600);
  }

  @Test
  void aReplicaThatNobodyHearsOfFallsBehindAsItsMasterGoesOn() {
    tell(master(1000, 400), replica(900));
    tell(master(5000, "slave", "disconnected", ""));
    assertThat(sink.last("redis_replica_lag_bytes")).hasValue(4100);
  }

  @Test
  void aReplicaOfWhichNothingIsKnownHasNoLag() {
    tell(master(5000, "slave", "disconnected", ""));
    assertThat(sink.of("redis_replica_lag_bytes")).isEmpty();
  }

  @Test
  void aReplicaThatFailedIsToldAsFailedAndNotAsBehind() {
    tell(master(5000, "slave,fail", "disconnected", ""));
    assertThat(sink.of("redis_replica_lag_bytes")).isEmpty();
    assertThat(sink.last("redis_node_suspected_by", "node", "10.0.0.2:1")).hasValue(1);
    assertThat(sink.last("redis_node_disconnected_from", "node", "10.0.0.2:1")).hasValue(1);
  }

  private void tell(NodeAnswer... answers) {
    readings.tell(
        List.of(answers),
        new RedisReadings.Observer() {
          @Override
          public Observation of(ClusterNode node, NodeAnswer told) {
            return new Observation(sink, Labels.of("node", node.address()), told.at());
          }

          @Override
          public Observation ofReplica(ClusterNode replica, ClusterNode master, NodeAnswer told) {
            return of(replica, told);
          }
        });
  }

  private static NodeAnswer master(long offset, long acknowledged) {
    return master(
        offset,
        "slave",
        "connected",
        "slave0:ip=10.0.0.9,port=1,state=online,offset=1,lag=0\r\n"
            + ("slave1:ip=10.0.0.2,port=1,state=online,offset=" + acknowledged + ",lag=0"));
  }

  private static NodeAnswer master(long offset, String flags, String link, String slaves) {
    return answer(
        "role:master\r\nmaster_repl_offset:" + offset + "\r\n" + slaves,
        MASTER_VIEW.formatted(flags, link));
  }

  private static NodeAnswer replica(long offset) {
    return answer("role:slave\r\nslave_repl_offset:" + offset, REPLICA_VIEW);
  }

  private static NodeAnswer answer(String info, String view) {
    return new NodeAnswer(
        "node",
        RedisInfo.parse(info),
        RedisInfo.parse(""),
        ClusterNode.parseAll(view),
        Instant.EPOCH);
  }
}
