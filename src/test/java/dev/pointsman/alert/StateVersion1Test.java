package dev.pointsman.alert;

import static dev.pointsman.rule.Aggregate.COUNT;
import static dev.pointsman.rule.Aggregate.EVERY;
import static dev.pointsman.rule.Aggregate.LAST;
import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * State as version 1 wrote it into checkpoints. The bytes here never change: a later version brings
 * a class of its own, and takes from this one only the tests of the writer.
 */
class StateVersion1Test {

  private static final String MEMORY =
      """
      01c0b3e0a5aa3304076c616767696e6701a083c2cbd466000000027852d6ef88
      18f3230100013e00d00f00030307636c7573746572016306726567696f6e0975
      732d776573742d32077265706c696361027231028094b2cbd46600b8170003c0
      bdb9cbd466014097720000000000c0a90700c81aa09c010090030307636c7573
      746572016306726567696f6e0975732d776573742d32077265706c6963610272
      340190e2b2cbd4660064000307636c7573746572016306726567696f6e097573
      2d776573742d32077265706c6963610272320001c0aebecbd46600a01f55de7d
      2cc7c52ecf0101013e000002c0bdb9cbd4660028e0d403020307636c75737465
      72016306726567696f6e0975732d776573742d32077265706c69636102723100
      0180e7c0cbd466000a0307636c7573746572016306726567696f6e0975732d77
      6573742d32077265706c6963610272320001c0aebecbd4660002057175696574
      01a092bdcbd46600010180e7c0cbd46601583a6b39f7d959f00000010307636c
      7573746572016306726567696f6e0975732d776573742d32077265706c696361
      026e310001a092bdcbd4660002097375737461696e656401a083c2cbd4660000
      000105b7a690f863e0de0100013e00c80100030307636c757374657201630672
      6567696f6e0975732d776573742d32077265706c696361027231028094b2cbd4
      6600b8170003c0bdb9cbd466014097720000000000c0a90700c81aa09c010090
      030307636c7573746572016306726567696f6e0975732d776573742d32077265
      706c6963610272340190e2b2cbd4660064000307636c75737465720163067265
      67696f6e0975732d776573742d32077265706c6963610272320001c0aebecbd4
      6600a01f0777616974696e6701a083c2cbd4660000000133b22ede1b1ee1eb00
      00030307636c7573746572016306726567696f6e0975732d776573742d320772
      65706c69636102723100048094b2cbd46600b817c0a907014097720000000000
      c0a90700c81aa09c010090030307636c7573746572016306726567696f6e0975
      732d776573742d32077265706c696361027234000190e2b2cbd4660064030763
      6c7573746572016306726567696f6e0975732d776573742d32077265706c6963
      610272320001c0aebecbd46600a01f
      """;

  private static final String ALERTS =
      """
      0104076c616767696e6703a083c2cbd46680e7c0cbd46685067b22616c657274
      223a226c616767696e67222c227374617465223a22666972696e67222c227265
      61736f6e223a22636f6e646974696f6e222c227365766572697479223a226372
      69746963616c222c226c6162656c73223a7b22636c7573746572223a2263222c
      227465616d223a226462227d2c2266696e6765727072696e74223a2237366664
      66303634356338356239323362623862653538373662343766616631222c2276
      616c7565223a313730302e302c226174223a313736333730303132303030302c
      227374617274735f6174223a313736333730303132303030302c22656e64735f
      6174223a6e756c6c2c2265766964656e6365223a5b7b226c6162656c73223a7b
      22636c7573746572223a2263222c22726567696f6e223a2275732d776573742d
      32222c227265706c696361223a227231227d2c2276616c7565223a313530302e
      352c2274696d657374616d70223a313736333730303036303030307d2c7b226c
      6162656c73223a7b22636c7573746572223a2263222c22726567696f6e223a22
      75732d776573742d32222c227265706c696361223a227232227d2c2276616c75
      65223a312e302c2274696d657374616d70223a31373633373030313030303030
      7d2c7b226c6162656c73223a7b22636c7573746572223a2263222c2272656769
      6f6e223a2275732d776573742d32222c227265706c696361223a227231227d2c
      2276616c7565223a313730302e302c2274696d657374616d70223a3137363337
      30303132303030307d2c7b226c6162656c73223a7b22636c7573746572223a22
      63222c22726567696f6e223a2275732d776573742d32222c227265706c696361
      223a227231227d2c2276616c7565223a352e302c2274696d657374616d70223a
      313736333730303132303030307d5d2c22616e6e6f746174696f6e73223a7b22
      73756d6d617279223a22633a2031373030227d2c226e6f74696669636174696f
      6e73223a5b7b2274797065223a22706167657264757479222c22736576657269
      7479223a22637269746963616c227d5d2c22616374696f6e73223a5b5d7d0571
      756965740280e7c0cbd46680e7c0cbd466c6037b22616c657274223a22717569
      6574222c227374617465223a22666972696e67222c22726561736f6e223a226e
      6f5f64617461222c227365766572697479223a22637269746963616c222c226c
      6162656c73223a7b22636c7573746572223a2263222c227465616d223a226462
      227d2c2266696e6765727072696e74223a223732326666386631396238663764
      616130383936363435346634326634326539222c2276616c7565223a312e302c
      226174223a313736333730303132303030302c227374617274735f6174223a31
      3736333730303132303030302c22656e64735f6174223a6e756c6c2c22657669
      64656e6365223a5b7b226c6162656c73223a7b22636c7573746572223a226322
      2c22726567696f6e223a2275732d776573742d32222c227265706c696361223a
      226e31227d2c2276616c7565223a312e302c2274696d657374616d70223a3137
      36333730303039303030307d5d2c22616e6e6f746174696f6e73223a7b227375
      6d6d617279223a22633a2031227d2c226e6f74696669636174696f6e73223a5b
      7b2274797065223a22706167657264757479222c227365766572697479223a22
      637269746963616c227d5d2c22616374696f6e73223a5b5d7d09737573746169
      6e65640280e7c0cbd46680e7c0cbd466bd047b22616c657274223a2273757374
      61696e6564222c227374617465223a22666972696e67222c22726561736f6e22
      3a22636f6e646974696f6e222c227365766572697479223a2263726974696361
      6c222c226c6162656c73223a7b22636c7573746572223a2263222c227465616d
      223a226462227d2c2266696e6765727072696e74223a22643162666334613561
      3036313166613138366461383566646464613532363039222c2276616c756522
      3a313730302e302c226174223a313736333730303132303030302c2273746172
      74735f6174223a313736333730303132303030302c22656e64735f6174223a6e
      756c6c2c2265766964656e6365223a5b7b226c6162656c73223a7b22636c7573
      746572223a2263222c22726567696f6e223a2275732d776573742d32222c2272
      65706c696361223a227231227d2c2276616c7565223a313530302e352c227469
      6d657374616d70223a313736333730303036303030307d2c7b226c6162656c73
      223a7b22636c7573746572223a2263222c22726567696f6e223a2275732d7765
      73742d32222c227265706c696361223a227231227d2c2276616c7565223a3137
      30302e302c2274696d657374616d70223a313736333730303132303030307d5d
      2c22616e6e6f746174696f6e73223a7b2273756d6d617279223a22633a203137
      3030227d2c226e6f74696669636174696f6e73223a5b7b2274797065223a2270
      6167657264757479222c227365766572697479223a22637269746963616c227d
      5d2c22616374696f6e73223a5b5d7d0777616974696e67018094b2cbd466cb03
      7b22616c657274223a2277616974696e67222c227374617465223a2270656e64
      696e67222c22726561736f6e223a22636f6e646974696f6e222c227365766572
      697479223a22637269746963616c222c226c6162656c73223a7b22636c757374
      6572223a2263222c227465616d223a226462227d2c2266696e6765727072696e
      74223a2235663965353938643933613534393665626435326566613466633163
      37323564222c2276616c7565223a313530302e302c226174223a313736333730
      303030303030302c227374617274735f6174223a6e756c6c2c22656e64735f61
      74223a6e756c6c2c2265766964656e6365223a5b7b226c6162656c73223a7b22
      636c7573746572223a2263222c22726567696f6e223a2275732d776573742d32
      222c227265706c696361223a227231227d2c2276616c7565223a313530302e30
      2c2274696d657374616d70223a313736333730303030303030307d5d2c22616e
      6e6f746174696f6e73223a7b2273756d6d617279223a22633a2031353030227d
      2c226e6f74696669636174696f6e73223a5b7b2274797065223a227061676572
      64757479222c227365766572697479223a22637269746963616c227d5d2c2261
      6374696f6e73223a5b5d7d
      """;

  private static final long T = 1_763_700_000_000L;

  private static final GroupKey GROUP = new GroupKey(false, Labels.of("cluster", "c"));

  /** A run of each series, and one of all of them pooled. */
  private static final AlertRule LAGGING =
      rule(
          "lagging",
          new Hold(0, 300_000),
          NoData.Policy.KEEP,
          condition(
              "lag", EVERY, "> 1000", 120_000, Matcher.of("region", Matcher.Kind.REGEX, "us-.*")),
          new Condition(
              "lag_bytes",
              List.of(),
              EVERY,
              new Bound(Comparison.NOT_EQUAL, 0),
              new Bound(Comparison.GREATER, 0),
              60_000,
              Scope.GROUP,
              Map.of()));

  private static final AlertRule QUIET =
      rule("quiet", Hold.NONE, NoData.Policy.ALERT, condition("heartbeat", COUNT, ">= 2", 300_000));

  private static final AlertRule SUSTAINED =
      rule("sustained", Hold.NONE, NoData.Policy.KEEP, condition("lag", EVERY, "> 100", 120_000));

  private static final AlertRule WAITING =
      rule(
          "waiting",
          new Hold(600_000, 0),
          NoData.Policy.KEEP,
          condition("lag", LAST, "> 0.5", 300_000));

  private final GroupJudge judge =
      new GroupJudge(
          RuleSet.of(List.of(LAGGING, QUIET, SUSTAINED, WAITING)), Long.MIN_VALUE, intake -> {});

  @Test
  void todaysWriterWritesTheseBytesOfAGroupsMemory() {
    assertThat(lines(GroupMemoryCodec.INSTANCE.toBytes(history().memory))).isEqualTo(MEMORY);
  }

  @Test
  void todaysWriterWritesTheseBytesOfOpenAlerts() {
    assertThat(lines(OpenAlertsCodec.INSTANCE.toBytes(history().alerts))).isEqualTo(ALERTS);
  }

  @Test
  void whatIsReadIsWrittenAgainAsItWas() throws IOException {
    Group read = read();
    assertThat(lines(GroupMemoryCodec.INSTANCE.toBytes(read.memory))).isEqualTo(MEMORY);
    assertThat(lines(OpenAlertsCodec.INSTANCE.toBytes(read.alerts))).isEqualTo(ALERTS);
  }

  @Test
  void theTimerIsRead() throws IOException {
    assertThat(read().memory.timer()).isEqualTo(T + 120_000);
  }

  @Test
  void aGroupGoesOnFromTheseBytesAsIfItHadNeverStopped() throws IOException {
    Group read = read();
    Group original = history();
    List<Transition> transitions = future(read);
    assertThat(transitions)
        .extracting(
            each ->
                "%s %s at %d from %s: %s"
                    .formatted(
                        each.alert(),
                        each.state().text(),
                        (each.at() - T) / 1000,
                        (Objects.requireNonNull(each.startsAt()) - T) / 1000,
                        each.value()))
        .containsExactly(
            "sustained resolved at 260 from 120: 1.0",
            "quiet resolved at 580 from 120: 1.0",
            "lagging resolved at 600 from 120: 3.0",
            "waiting firing at 600 from 600: 3.0");
    assertThat(transitions).isEqualTo(future(original));
  }

  @Test
  void theAlertsOfRemovedRulesAreClosedFromTheseBytes() throws IOException {
    Group read = read();
    var closed = new ArrayList<Transition>();
    new GroupJudge(RuleSet.EMPTY, Long.MIN_VALUE, intake -> {})
        .closeRemoved(GROUP, read.alerts, T + 500_000, closed::add);
    assertThat(closed)
        .extracting(each -> each.alert() + " " + each.state().text() + " " + each.reason().text())
        .containsExactly(
            "lagging resolved rule_removed",
            "quiet resolved rule_removed",
            "sustained resolved rule_removed",
            "waiting inactive rule_removed");
  }

  @Test
  void bytesThatAreCutOffAreNoState() {
    byte[] memory = bytes(MEMORY);
    for (int length = 0; length < memory.length; length++) {
      byte[] cut = Arrays.copyOf(memory, length);
      assertThatThrownBy(() -> GroupMemoryCodec.INSTANCE.fromBytes(cut))
          .isInstanceOf(IOException.class);
    }
    byte[] alerts = bytes(ALERTS);
    for (int length = 0; length < alerts.length; length++) {
      byte[] cut = Arrays.copyOf(alerts, length);
      assertThatThrownBy(() -> OpenAlertsCodec.INSTANCE.fromBytes(cut))
          .isInstanceOf(IOException.class);
    }
  }

  private record Group(GroupMemory memory, OpenAlerts alerts) {}

  private static Group read() throws IOException {
    return new Group(
        GroupMemoryCodec.INSTANCE.fromBytes(bytes(MEMORY)),
        OpenAlertsCodec.INSTANCE.fromBytes(bytes(ALERTS)));
  }

  /** Leaves one alert recovering, one firing for silence, one firing, one pending. */
  private Group history() {
    var group = new Group(new GroupMemory(), new OpenAlerts());
    var told = new ArrayList<Transition>();
    take(group, told, 0, "r1", "lag", 1500, "lag_bytes", 10);
    take(group, told, 5, "r4", "lag", 50);
    take(group, told, 60, "r1", "lag", 1500.5, "lag_bytes", 20);
    take(group, told, 90, "n1", "heartbeat", 1);
    take(group, told, 100, "r2", "lag", 2000, "lag_bytes", 1);
    take(group, told, 120, "r1", "lag", 1700, "lag_bytes", 5);
    judge.silence(GROUP, group.memory, group.alerts, T + 120_000, told::add);
    take(group, told, 130, "r1", "lag", 200);
    group.memory.setTimer(T + 120_000);
    assertThat(told)
        .extracting(each -> each.alert() + " " + each.state().text())
        .containsExactly("waiting pending", "lagging firing", "sustained firing", "quiet firing");
    return group;
  }

  private List<Transition> future(Group group) {
    var told = new ArrayList<Transition>();
    take(group, told, 150, "r3", "lag", 0.1);
    take(group, told, 250, "r1", "lag", 150);
    take(group, told, 260, "r1", "lag", 1);
    take(group, told, 270, "n1", "heartbeat", 1);
    take(group, told, 580, "n1", "heartbeat", 1);
    take(group, told, 600, "r1", "lag", 3);
    return told;
  }

  private void take(
      Group group, List<Transition> told, long seconds, String replica, Object... measured) {
    var measurements = new ArrayList<Measurement>();
    for (int i = 0; i < measured.length; i += 2) {
      measurements.add(
          new Measurement((String) measured[i], ((Number) measured[i + 1]).doubleValue()));
    }
    var event =
        new Event(
            Labels.of("cluster", "c", "region", "us-west-2", "replica", replica),
            T + seconds * 1000,
            measurements);
    judge.take(GROUP, group.memory, group.alerts, event, event.timestamp(), told::add);
  }

  private static AlertRule rule(
      String name, Hold hold, NoData.Policy policy, Condition... conditions) {
    return new AlertRule(
        name,
        Severity.CRITICAL,
        by("cluster"),
        When.ALL,
        List.of(conditions),
        hold,
        new NoData(policy, 30_000),
        new Response(
            Labels.of("team", "db"),
            Map.of("summary", "{{cluster}}: {{value}}"),
            List.of(new Notification.PagerDuty(Severity.CRITICAL)),
            List.of()));
  }

  /** Hexadecimal, 32 bytes a line. */
  private static String lines(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).replaceAll(".{1,64}", "$0\n");
  }

  private static byte[] bytes(String lines) {
    return HexFormat.of().parseHex(lines.replace("\n", ""));
  }
}
