package dev.pointsman.agent.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClusterNodeTest {

  @Test
  void aMasterOfManyVersionsIsRead() {
    // As Redis 7.0 says it, then 4.0 (no host name), then 7.2 (more after the host name).
    for (String address :
        new String[] {
          "10.0.0.1:6379@16379,cache-1.example.com",
          "10.0.0.1:6379@16379",
          "10.0.0.1:6379@16379,,tls-port=0,shard-id=69bc"
        }) {
      ClusterNode node =
          parse("07c3 " + address + " myself,master - 0 1763700000000 3 connected 0-5460 5462");

      assertThat(node.address()).isEqualTo("10.0.0.1:6379");
      assertThat(node.isMyself()).isTrue();
      assertThat(node.isMaster()).isTrue();
      assertThat(node.isMember()).isTrue();
      assertThat(node.master()).isNull();
      assertThat(node.connected()).isTrue();
      assertThat(node.slots()).isEqualTo(5462);
    }
    assertThat(parse("07c3 10.0.0.1:1@2,cache-1 master - 0 0 3 connected").hostname())
        .isEqualTo("cache-1");
    assertThat(parse("07c3 10.0.0.1:1@2,,shard-id=1 master - 0 0 3 connected").hostname()).isNull();
    assertThat(parse("07c3 10.0.0.1:1@2,shard-id=1 master - 0 0 3 connected").hostname()).isNull();
  }

  @Test
  void slotsOnTheirWayBelongToNobodyYet() {
    ClusterNode node =
        parse("07c3 10.0.0.1:1@2 master - 0 0 3 connected 7 [93-<-292f8b] [77->-e7d1ee]");
    assertThat(node.slots()).isEqualTo(1);
  }

  @Test
  void suspicionIsNotYetFailure() {
    ClusterNode suspected = parse("a 10.0.0.1:1@2 slave,fail? b 0 0 3 connected");
    ClusterNode failed = parse("a 10.0.0.1:1@2 slave,fail b 0 0 3 disconnected");

    assertThat(suspected.isSuspected()).isTrue();
    assertThat(suspected.isFailed()).isFalse();
    assertThat(suspected.isMember()).isTrue();
    assertThat(suspected.master()).isEqualTo("b");
    assertThat(failed.isSuspected()).isTrue();
    assertThat(failed.isFailed()).isTrue();
    assertThat(failed.isMember()).isFalse();
    assertThat(failed.connected()).isFalse();
  }

  @Test
  void aNodeWithoutAnAddressIsNoMember() {
    ClusterNode node = parse("a :0@0 master,noaddr - 0 0 3 disconnected");
    assertThat(node.host()).isEmpty();
    assertThat(node.isMember()).isFalse();
  }

  @Test
  void anAddressMayBeOfIpVersion6() {
    ClusterNode node = parse("a 2001:db8::1:6379@16379 master - 0 0 3 connected");
    assertThat(node.host()).isEqualTo("2001:db8::1");
    assertThat(node.port()).isEqualTo(6379);
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    assertThatThrownBy(() -> ClusterNode.parseAll("<html>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a line of CLUSTER NODES");
  }

  private static ClusterNode parse(String line) {
    return ClusterNode.parseAll(line + "\n").get(0);
  }
}
