package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.EventDecoder.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events that are added together are decoded as each would be alone. */
class AddedEventsTest {

  private static final long LATEST = 1_763_700_010_000L;

  /** What comes in, of any kind; the numbers stand for labels that are new now and then. */
  private static final List<String> FORMS =
      List.of(
          "{'metric':'m','labels':{'a':'%d'},'value':%d,'timestamp':1763700000000}",
          "{'value':%2$d,'labels':{'b':'2','a':'%1$d'},'metric':'m','timestamp':1763700000000}",
          "{'metric':'m','labels':{'a':'\\u00e9%d'},'value':%d,'timestamp':1763700000000}",
          "{'metric':'m','labels':{'a':'%d','a':'2'},'value':%d,'timestamp':1763700000000}",
          "{'metric':'m','labels':{'a':%d},'value':%d,'timestamp':1763700000000}",
          "{'metric':'m','labels':{'a':'%d'},'value':%d,'timestamp':1763700010001}",
          "{'metric':'m','labels':{'a':'%d'},'value':%d,'timestamp':1}",
          "{'metric':'m','labels':{'a':'%d'},'value':%d",
          "{'check':'c%d','target':'t','region':'r','status':'up','latency_ms':%d,"
              + "'timestamp':'2025-11-21T04:40:00Z'}",
          "{'check':'c%d','target':'t','region':'r','status':'down','timestamp':1763700000000}",
          "{'check':'c%d','target':'t','region':'r','status':'odd','timestamp':1763700000000}",
          "{'cluster':'c','replica':'r%d','region':'w','lag_ms':1,'lag_bytes':%d,"
              + "'timestamp':1763700000000}",
          "{'cluster':'c','replica':'r%d','region':'w','lag_bytes':%d,'timestamp':1763700000000}",
          metricOf("x".repeat(1_100)),
          metricOf("y".repeat(EventDecoder.MAX_LABEL_CHARS)));

  private record Text(@Nullable EventKind kind, String json) {
    byte[] bytes() {
      return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
  }

  private final EventDecoder decoder = new EventDecoder(EventDecoder.EARLIEST);
  private final EventReader reader = new EventReader(EventDecoder.EARLIEST);

  @Test
  void whateverIsAddedTogetherIsDecodedAsEachAlone() {
    var random = new Random(4);
    int accepted = 0;
    for (int round = 0; round < 300; round++) {
      var texts = new ArrayList<Text>();
      for (int left = 1 + random.nextInt(EventDecoder.MAX_ADDED); left > 0; left--) {
        texts.add(anyText(random, round));
      }
      List<Decoded> together = together(texts);
      for (int i = 0; i < texts.size(); i++) {
        isAsAlone(together.get(i), texts.get(i));
        accepted += together.get(i) instanceof Decoded.Accepted ? 1 : 0;
      }
    }
    assertThat(accepted).isBetween(1_500, 3_500);
  }

  /** Of a few origins, which are others every ten rounds. */
  private static Text anyText(Random random, int round) {
    String form = FORMS.get(random.nextInt(FORMS.size()));
    String text = form.formatted(round / 10 * 10 + random.nextInt(3), random.nextInt(100));
    EventKind[] kinds = EventKind.values();
    return new Text(random.nextInt(4) == 0 ? kinds[random.nextInt(3)] : null, text);
  }

  private void isAsAlone(Decoded decoded, Text text) {
    Decoded alone = reader.read(text.kind(), text.bytes(), LATEST);
    if (alone instanceof Decoded.Accepted expected) {
      assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
      var accepted = (Decoded.Accepted) decoded;
      assertThat(accepted.event()).isEqualTo(expected.event());
      assertThat(accepted.origin().labels()).isEqualTo(expected.origin().labels());
      assertThat(accepted.origin().metrics()).isEqualTo(expected.origin().metrics());
    } else {
      assertThat(decoded).isEqualTo(alone);
    }
  }

  @Test
  void eventsOfOneNewOriginHaveItInCommonAtOnce() {
    Text one = metric("a", 1);
    List<Decoded> decoded = together(List.of(one, metric("b", 2), metric("a", 3)));

    assertThat(decoded)
        .extracting(each -> event(each).measurements().get(0).value())
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(decoded)
        .extracting(each -> event(each).labels().get("a"))
        .containsExactly("a", "b", "a");
    assertThat(origin(decoded.get(2))).isSameAs(origin(decoded.get(0)));
    assertThat(origin(decoded.get(1))).isNotSameAs(origin(decoded.get(0)));
    assertThat(origin(decoder.decode(one.bytes(), LATEST))).isSameAs(origin(decoded.get(0)));
  }

  @Test
  void whatHasNoPlaceIsRefusedAndThoseAddedBeforeAreDecodedAllTheSame() {
    for (int i = 0; i < EventDecoder.MAX_ADDED; i++) {
      add(metric("a", i));
    }

    assertThatThrownBy(() -> add(metric("a", 99)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(EventDecoder.MAX_ADDED + " events are to be decoded first");

    for (int i = 0; i < EventDecoder.MAX_ADDED; i++) {
      assertThat(event(decoder.next(LATEST)).measurements().get(0).value()).isEqualTo(i);
    }
  }

  @Test
  void nothingIsAddedBetweenTwoThatAreDecodedNorLost() {
    add(metric("a", 1));
    add(metric("b", 2));
    assertThat(event(decoder.next(LATEST)).labels().get("a")).isEqualTo("a");

    assertThatThrownBy(() -> add(metric("c", 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("2 events are to be decoded first");

    assertThat(event(decoder.next(LATEST)).labels().get("a")).isEqualTo("b");
    add(metric("c", 3));
    assertThat(event(decoder.next(LATEST)).labels().get("a")).isEqualTo("c");
  }

  @Test
  void withoutOneThatWasAddedThereIsNoNext() {
    assertThatThrownBy(() -> decoder.next(LATEST)).isInstanceOf(IllegalStateException.class);
    assertThat(together(List.of(metric("a", 1)))).hasSize(1);
    assertThatThrownBy(() -> decoder.next(LATEST)).isInstanceOf(IllegalStateException.class);
  }

  private List<Decoded> together(List<Text> texts) {
    texts.forEach(this::add);
    var decoded = new ArrayList<Decoded>();
    texts.forEach(each -> decoded.add(decoder.next(LATEST)));
    return decoded;
  }

  private void add(Text text) {
    decoder.add(text.kind(), text.bytes());
  }

  private static Event event(Decoded decoded) {
    return ((Decoded.Accepted) decoded).event();
  }

  private static Origin origin(Decoded decoded) {
    return ((Decoded.Accepted) decoded).origin();
  }

  private static String metricOf(String label) {
    return "{'metric':'m','labels':{'a':'" + label + "%d'},'value':%d,'timestamp':1763700000000}";
  }

  private static Text metric(String label, int value) {
    String text = "{'metric':'m','labels':{'a':'%s'},'value':%d,'timestamp':1763700000000}";
    return new Text(null, text.formatted(label, value));
  }
}
