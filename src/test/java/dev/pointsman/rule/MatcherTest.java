package dev.pointsman.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import dev.pointsman.event.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {

  private static final Labels READING = Labels.of("region", "us-west-2", "empty", "");

  @ParameterizedTest
  @CsvSource({
    "region, IN, us-west-2, true",
    "region, IN, us-west, false",
    "region, IN, US-WEST-2, false",
    "region, NOT_EQUAL, us-west-2, false",
    "region, NOT_EQUAL, us-east-1, true",
    "region, REGEX, us-.*, true",
    "region, REGEX, us, false",
    "region, REGEX, west, false",
    "region, REGEX, us|us-west-2, true",
    "region, REGEX, us-west-2|eu, true",
    "region, REGEX, ^us-west-2$, true",
    "region, NOT_REGEX, us-.*, false",
    "region, NOT_REGEX, west, true",
    "region, REGEX, '', false"
  })
  void aRegularExpressionIsAnchoredAndTextComparesToTheLetter(
      String label, Matcher.Kind kind, String value, boolean matches) {
    assertThat(Matcher.of(label, kind, value).matches(READING)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "IN, '', true",
    "IN, a, false",
    "NOT_EQUAL, '', false",
    "NOT_EQUAL, a, true",
    "REGEX, '', true",
    "REGEX, .*, true",
    "REGEX, .+, false",
    "NOT_REGEX, .+, true",
    "NOT_REGEX, .*, false"
  })
  void anAbsentLabelMatchesAsTheEmptyText(Matcher.Kind kind, String value, boolean matches) {
    assertThat(Matcher.of("absent", kind, value).matches(READING)).isEqualTo(matches);
    assertThat(Matcher.of("empty", kind, value).matches(READING)).isEqualTo(matches);
  }

  @Test
  void oneOfSeveralValuesIsEnough() {
    Matcher matcher = Matcher.in("region", List.of("us-west-2", "us-east-1"));
    assertThat(matcher.matches(READING)).isTrue();
    assertThat(matcher.matches(Labels.of("region", "us-east-1"))).isTrue();
    assertThat(matcher.matches(Labels.of("region", "eu-west-1"))).isFalse();
    assertThat(matcher.matches(Labels.EMPTY)).isFalse();
    assertThat(Matcher.in("region", List.of("a", "")).matches(Labels.EMPTY)).isTrue();
    assertThatThrownBy(() -> Matcher.in("region", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theValuesOfAListAreASet() {
    assertThat(Matcher.in("a", List.of("2", "1", "2")))
        .isEqualTo(Matcher.in("a", List.of("1", "2")))
        .hasSameHashCodeAs(Matcher.in("a", List.of("1", "2")))
        .hasToString("a=\"1\"|\"2\"");
  }

  @Test
  void matchersThatDifferHaveTextsThatDiffer() {
    assertThat(Matcher.of("a", Matcher.Kind.REGEX, "x.*")).hasToString("a=~\"x.*\"");
    assertThat(Matcher.of("a", Matcher.Kind.NOT_REGEX, "\\d\"")).hasToString("a!~\"\\\\d\\\"\"");
    assertThat(Matcher.of("a", Matcher.Kind.NOT_EQUAL, "x")).hasToString("a!=\"x\"");
    assertThat(Matcher.in("a", List.of("x|y")).toString())
        .isNotEqualTo(Matcher.in("a", List.of("x", "y")).toString());
    assertThat(Matcher.in("a", List.of("x\"|\"y")).toString())
        .isNotEqualTo(Matcher.in("a", List.of("x", "y")).toString());
  }

  @Test
  void matchersAreEqualWhenLabelKindAndValuesAre() {
    Matcher matcher = Matcher.of("a", Matcher.Kind.REGEX, "x");
    assertThat(matcher)
        .isEqualTo(Matcher.of("a", Matcher.Kind.REGEX, "x"))
        .isNotEqualTo(Matcher.of("b", Matcher.Kind.REGEX, "x"))
        .isNotEqualTo(Matcher.of("a", Matcher.Kind.NOT_REGEX, "x"))
        .isNotEqualTo(Matcher.of("a", Matcher.Kind.REGEX, "y"));
  }

  @Test
  void anExpressionThatDoesNotCompileIsRefused() {
    assertThatThrownBy(() -> Matcher.of("a", Matcher.Kind.REGEX, "("))
        .isInstanceOf(PatternSyntaxException.class);
  }
}
