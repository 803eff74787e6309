package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.EventDecoder.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way through the decoder comes to what the long one comes to. */
class PlainEventTest {

  private static final long LATEST = 1_763_700_010_000L;

  private static final List<String> EXAMPLES =
      List.of(
          """
          {"check":"api","target":"https://a.example/health","region":"us-west-2",
           "observer":"us-east-1","status":"down","latency_ms":12.5e-1,"error":"timed out",
           "timestamp":"2025-11-21T04:40:00.5Z"}""",
          """
          {"check":"api","target":"a","region":"w","observer":null,"status":"up","attempt":3,
           "latency_ms":0.125,"ok":true,"timestamp":1763700000000}""",
          """
          {"cluster":"c","replica":"r","region":"w","lag_ms":1500,"lag_bytes":1.2345678E7,
           "sync_state":null,"timestamp":1763700000000}""",
          """
          {"metric":"node_load1","labels":{"host":"h-17","job":"node","region":"w"},\
          "value":0.8437512345678912,"timestamp":1763700000000}""",
          """
          { "timestamp" : 1763700000000 , "value":-3, "labels" : { "b":"2" , "a":"", "é":"x" },
            "metric":"m" , "x" : [1,{"y":null}], "z":"\\u00e9" }""",
          """
          {"metric":"m","labels":{},"value":123456789012345678,"timestamp":1763700000000}""");

  /** What mutations are made of, so that many of them are nearly events. */
  private static final List<String> SHREDS =
      List.of(
          "\"",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\\",
          "\\u0041",
          "\\ud83d",
          "é",
          "😀",
          " ",
          "\n",
          "\t",
          "\u0000",
          "\u007f",
          "0",
          "-",
          "-0",
          "-0.0",
          "00",
          ".",
          "1.",
          ".5",
          "1e5",
          "1E-400",
          "1e400",
          "NaN",
          "Infinity",
          "null",
          "true",
          "false",
          "nul",
          "9007199254740993",
          "9007199254740993.0",
          "9223372036854775807",
          "9223372036854775808",
          "0.1e-22",
          "3e22",
          "1.7976931348623157e308",
          "123456789012345678901234567890",
          "\"metric\":",
          "\"labels\":",
          "\"value\":",
          "\"timestamp\":",
          "\"check\":",
          "\"cluster\":",
          "\"observer\":",
          "\"latency_ms\":",
          "\"lag_ms\":",
          "\"lag_bytes\":",
          "\"error\":",
          "\"region\":\"w\",",
          "\"status\":\"up\",",
          "\"a\":\"1\",",
          "\"2025-11-21T04:40:00Z\"",
          "\"2024-02-30 23:59:59.9999z\"",
          "\"2024-02-29t24:00:00+01:00\"",
          "/",
          "//",
          "\uFEFF");

  private final EventDecoder decoder = new EventDecoder(EventDecoder.EARLIEST);
  private final EventReader reader = new EventReader(EventDecoder.EARLIEST);

  @Test
  void whateverIsDoneToAnEventItIsAnsweredAsTheLongWayAnswersIt() {
    var random = new Random(5);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] json = mutated(EXAMPLES.get(i % EXAMPLES.size()), random);
      accepted += answersAlike(random.nextBoolean() ? null : oneOf(random), json) ? 1 : 0;
    }
    assertThat(accepted).isBetween(2_000, 18_000);
  }

  @Test
  void numbersComeOutAsTheLongWayReadsThem() {
    var random = new Random(6);
    for (int i = 0; i < 10_000; i++) {
      String number =
          switch (random.nextInt(4)) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> (random.nextLong() >> random.nextInt(64)) + "e" + (random.nextInt(60) - 30);
            default -> random.nextInt(1_000_000) + "." + (random.nextLong() >>> random.nextInt(64));
          };
      answersAlike(
          EventKind.METRIC,
          bytes(
              "{\"metric\":\"m\",\"labels\":{},\"value\":"
                  + number
                  + ",\"timestamp\":"
                  + LATEST
                  + "}"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-11-21T04:40:00Z",
        "2025-11-21t04:40:00z",
        "2025-11-21 04:40:00.1Z",
        "2025-11-21T04:40:00.12Z",
        "2025-11-21T04:40:00.1239Z",
        "2025-11-21T04:40:00.12345678901Z",
        "2000-02-29T00:00:00Z",
        "2001-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2025-00-01T00:00:00Z",
        "2025-01-00T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-04-31T00:00:00Z",
        "2025-01-01T24:00:00Z",
        "2025-01-01T23:60:00Z",
        "2025-01-01T23:59:60Z",
        "2025-01-01T23:59:59.Z",
        "2025-01-01T23:59:59.x1Z",
        "2025-01-01T23:59:59.123xZ",
        "2025-01-01T23:59:5xZ",
        "2025-0/-01T00:00:00Z",
        "2025-0:-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2025-01-01T00:00Z",
        "2025-01-01T00:00:00",
        "2025-01-01T00:00:00+00:00",
        "Z",
        ""
      })
  void timesComeOutAsTheLongWayReadsThem(String time) {
    String json = "{\"metric\":\"m\",\"labels\":{},\"value\":1,\"timestamp\":\"" + time + "\"}";
    answersAlike(EventKind.METRIC, bytes(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metric\":\"m\",\"labels\":{\"a\":\"1\"},\"value\":1,\"timestamp\":1763700000000}",
        " { \"value\" : 0.5e3, \"timestamp\" : \"2025-11-21T04:40:00Z\",\n \"metric\" : \"m\","
            + " \"labels\" : { \"b\" : \"2\", \"a\" : \"\" }, \"more\" : null }\r\n",
        "{\"check\":\"c\",\"target\":\"t\",\"region\":\"r\",\"status\":\"up\",\"timestamp\":1763700000000}",
        "{\"cluster\":\"c\",\"replica\":\"t\",\"region\":\"r\",\"lag_ms\":null,\"lag_bytes\":-0,"
            + "\"timestamp\":1763700000000}"
      })
  void plainEventsTakeTheShortWay(String json) {
    var plain = new PlainEvent();
    assertThat(plain.read(null, bytes(json))).isTrue();
    assertThat(plain.origin()).isNotNull();
  }

  @Test
  void eventsThatDifferInValueAndTimeAloneHaveOneOrigin() {
    Origin origin = origin("'check':'c','target':'t','region':'r','status':'up'", 0);
    assertThat(origin("'region':'r','status':'down','check':'c','target':'t'", 1)).isSameAs(origin);
    Origin metric = origin("'metric':'m','labels':{'a':'1'},'value':1", 0);
    assertThat(origin("'metric':'m','labels':{'a':'1'},'value':2.5", 1)).isSameAs(metric);
    assertThat(metric.labels()).isEqualTo(Labels.of("a", "1"));
    assertThat(metric.metrics()).containsExactly("m");
  }

  @Test
  void whateverElseDiffersMakesAnotherOrigin() {
    List<String> events =
        List.of(
            "'check':'c','target':'t','region':'r','status':'up'",
            "'check':'c','target':'t','region':'r','status':'up','observer':''",
            "'check':'c','target':'t','region':'r','status':'up','observer':'o'",
            "'check':'c','target':'t','region':'ro','status':'up','observer':''",
            "'check':'c','target':'t','region':'r','status':'up','latency_ms':1",
            "'check':'t','target':'c','region':'r','status':'up'",
            "'cluster':'c','replica':'t','region':'r','lag_ms':1",
            "'cluster':'c','replica':'t','region':'r','lag_bytes':1",
            "'cluster':'c','replica':'t','region':'r','lag_bytes':1,'lag_ms':1",
            "'metric':'m','labels':{},'value':1",
            "'metric':'m','labels':{'a':''},'value':1",
            "'metric':'m','labels':{'':'a'},'value':1",
            "'metric':'m','labels':{'a':'{b}'},'value':1",
            "'metric':'m','labels':{'a':'{}','b':'{}'},'value':1",
            "'metric':'m2','labels':{},'value':1");
    List<Origin> origins = events.stream().map(each -> origin(each, 0)).toList();
    assertThat(origins).doesNotHaveDuplicates();
    assertThat(origins.stream().map(each -> each.labels() + "" + each.metrics()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'metric':'m','labels':{'a':1,'b':'2'},'value':1",
        "'metric':'m','labels':{'a':'1' 'b':'2'},'value':1",
        "'metric':'m','labels':{'a','b'},'value':1",
        "'metric':'m','labels':{'a':{'b':'1'}},'value':1",
        "'metric':'m','labels':{'a':'1','b':'\\\\'},'value':1",
        "'metric':'m','labels':{'a':'\\\\'},'b':'1'},'value':1",
        "'metric':'m','labels':{'a':'{','b':'}','c':'},{'},'value':1",
        "'metric':'m','labels':{'a':'1',},'value':1",
        "'metric':'m','labels':{'a':'},'},'value':1",
        "'check':'c','target':'t','region':'r','status':'up','labels':{'a' 'b'}",
        "'cluster':'c','replica':'t','region':'r','lag_ms':1,'labels':{'a':}"
      })
  void labelsThatAreNotWhatTheyShouldBeTakeTheLongWay(String fields) {
    answersAlike(null, bytes(json(fields, 0)));
  }

  @Test
  void whatIsTooLongToBeRememberedIsReadAllTheSame() {
    String longOne = "'metric':'m','labels':{'a':'" + "1".repeat(2_000) + "'},'value':1";
    Origin origin = origin(longOne, 0);
    assertThat(origin(longOne, 0)).isNotSameAs(origin);
    assertThat(origin.labels().get("a")).hasSize(2_000);
  }

  private static String json(String fields, long age) {
    return "{" + fields.replace('\'', '"') + ",\"timestamp\":" + (LATEST - age) + "}";
  }

  private Origin origin(String fields, long age) {
    String json = json(fields, age);
    assertThat(new PlainEvent().read(null, bytes(json))).isTrue();
    return ((Decoded.Accepted) decoder.decode(bytes(json), LATEST)).origin();
  }

  @Test
  void aLabelThatStandsTwiceTakesTheLongWay() {
    byte[] json =
        bytes(
            "{\"metric\":\"m\",\"labels\":{\"b\":\"1\",\"a\":\"2\",\"b\":\"3\"},\"value\":1,"
                + "\"timestamp\":1763700000000}");
    assertThat(event(decoder.decode(json, LATEST)))
        .isEqualTo(
            new Event(
                Labels.of("a", "2", "b", "3"), 1763700000000L, List.of(new Measurement("m", 1))));
  }

  @Test
  void labelsInAnyOrderAndOfAnyNumberComeOutSorted() {
    for (int count : List.of(0, 1, 2, 64, 65, 300)) {
      List<String> labels =
          IntStream.range(0, count)
              .mapToObj(i -> "\"" + (i * 7919) % 1009 + "\":\"v" + i + "\"")
              .toList();
      assertThat(
              answersAlike(
                  EventKind.METRIC,
                  bytes(
                      "{\"metric\":\"m\",\"labels\":{"
                          + String.join(",", labels)
                          + "},\"value\":1,\"timestamp\":"
                          + LATEST
                          + "}")))
          .isTrue();
    }
  }

  @Test
  void labelsThatAreTooLongAreRefusedOnEitherWay() {
    String value = "v".repeat(EventDecoder.MAX_LABEL_CHARS);
    answersAlike(
        EventKind.METRIC,
        bytes(
            "{\"metric\":\"m\",\"labels\":{\"a\":\""
                + value
                + "\"},\"value\":1,\"timestamp\":"
                + LATEST
                + "}"));
  }

  private boolean answersAlike(@Nullable EventKind kind, byte[] json) {
    Decoded expected = reader.read(kind, json, LATEST);
    for (int i = 0; i < 2; i++) { // the second time its origin is known
      Decoded decoded = decoder.decode(kind, json, LATEST);
      assertThat(event(decoded) == null ? decoded : event(decoded))
          .as(() -> kind + " " + new String(json, StandardCharsets.UTF_8))
          .isEqualTo(event(expected) == null ? expected : event(expected));
      if (decoded instanceof Decoded.Accepted accepted) {
        assertThat(accepted.origin().labels()).isEqualTo(accepted.event().labels());
        assertThat(accepted.origin().metrics())
            .isEqualTo(accepted.event().measurements().stream().map(Measurement::metric).toList());
      }
    }
    return expected instanceof Decoded.Accepted;
  }

  private static @Nullable Event event(Decoded decoded) {
    return decoded instanceof Decoded.Accepted accepted ? accepted.event() : null;
  }

  private static EventKind oneOf(Random random) {
    return List.of(EventKind.values()).get(random.nextInt(3));
  }

  private static byte[] mutated(String example, Random random) {
    byte[] json = bytes(example);
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(json.length + 1);
      int until = Math.min(json.length, at + (random.nextBoolean() ? 0 : random.nextInt(12)));
      byte[] shred =
          random.nextInt(8) == 0
              ? new byte[] {(byte) random.nextInt(256)}
              : bytes(SHREDS.get(random.nextInt(SHREDS.size())));
      byte[] next = Arrays.copyOf(json, at + shred.length + json.length - until);
      System.arraycopy(shred, 0, next, at, shred.length);
      System.arraycopy(json, until, next, at + shred.length, json.length - until);
      json = next;
    }
    return json;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
