package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginTableTest {

  private final OriginTable table = new OriginTable(1 << 10, 1 << 20);

  @Test
  void anOriginIsFoundByItsIdentityAlone() {
    Origin first = add("first");
    Origin second = add("second one, which takes more than a word");
    assertThat(find("first")).isSameAs(first);
    assertThat(find("second one, which takes more than a word")).isSameAs(second);
    assertThat(find("second one, which takes more than a Word")).isNull();
    assertThat(find("firs")).isNull();
    assertThat(find("first\0")).isNull();
    assertThat(find("")).isNull();
  }

  @Test
  void nothingIsForgottenWhileItIsNotHalfFull() {
    for (int i = 0; i < 400; i++) {
      add("origin " + i);
    }
    int known = 0;
    for (int i = 0; i < 400; i++) {
      known += find("origin " + i) == null ? 0 : 1;
    }
    // A few may have met too many others on the way.
    assertThat(known).isGreaterThan(380);
  }

  @Test
  void whereThereIsNoRoomANewOneTakesAnothersPlace() {
    for (int i = 0; i < 100_000; i++) {
      Origin origin = add("origin " + i);
      assertThat(find("origin " + i)).isSameAs(origin);
    }
    assertThat(table.size()).isBetween(900, 1 << 10);
  }

  @Test
  void whereTheirIdentitiesAreTooLongTogetherAllAreForgotten() {
    String filler = "x".repeat(2_500);
    Origin first = add("first");
    for (int i = 0; i < 400; i++) {
      add(i + filler);
    }
    assertThat(find("first")).isSameAs(first);
    for (int i = 400; i < 600; i++) {
      add(i + filler);
    }
    assertThat(find("first")).isNull();
    assertThat(find("599" + filler)).isNotNull();
    assertThat(table.size()).isLessThan(250);
  }

  private Origin add(String identity) {
    var origin = new Origin(Labels.EMPTY, List.of(identity));
    byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
    table.add(bytes, OriginTable.hash(bytes, bytes.length), origin);
    return origin;
  }

  private @Nullable Origin find(String identity) {
    byte[] bytes = bytes(identity);
    int length = bytes.length - 10;
    return table.find(bytes, length, OriginTable.hash(bytes, length));
  }

  /** With something behind it, which is not looked at. */
  private static byte[] bytes(String identity) {
    byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 10);
    Arrays.fill(longer, bytes.length, longer.length, (byte) identity.hashCode());
    return longer;
  }
}
