package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigFuzzTest {

  private static final Path EXAMPLE = Path.of("..", "docs", "examples", "high-availability.yaml");

  private static final List<String> ODD =
      List.of(
          "",
          "''",
          "[]",
          "{}",
          "[1]",
          "[~]",
          "{a: b}",
          "{[a]: b}",
          "{1: 2}",
          "~",
          "yes",
          "true",
          "-1",
          "0",
          "5",
          "0x10",
          "1e999",
          ".nan",
          "0.00001",
          "99999999999999999999",
          "999999999d",
          "9223372036854775807ms",
          "1m1h",
          "'x y'",
          "'/%zz'",
          "'http://[::1'",
          "'*.'",
          "1:2",
          "!!int x",
          "!foo bar",
          "&a b",
          "*a",
          "é",
          "\"\\u0000\"",
          "2001-01-01");

  /** Whatever stands in place of a value is told, or taken, but never thrown. */
  @Test
  void anOddValueAnywhereIsAProblemOrFine() throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLE);
    var random = new Random(11);
    int wrong = 0;
    for (int i = 0; i < 400; i++) {
      int at = random.nextInt(lines.size());
      String odd = ODD.get(random.nextInt(ODD.size()));
      var copy = new ArrayList<>(lines);
      copy.set(at, lines.get(at).replaceFirst("(: |:$|- ).*", "$1") + " " + odd);
      String yaml = String.join("\n", copy);

      assertThatCode(() -> ConfigLoader.loadTexts(Map.of("a.yaml", yaml)))
          .as("%s in line %d", odd, at + 1)
          .doesNotThrowAnyException();
      wrong += ConfigLoader.loadTexts(Map.of("a.yaml", yaml)).succeeded() ? 0 : 1;
    }
    assertThat(wrong).isBetween(200, 399);
  }
}
