package dev.pointsman.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationTemplateTest {

  private static final Labels LABELS =
      Labels.of("cluster", "orders", "odd.name", "x", "br", "{{a}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{{cluster}} is {{value}} ms behind|orders is 1500 ms behind",
        "{{ cluster }}{{  value}}|orders1500",
        "{{cluster}}{{cluster}}|ordersorders",
        "nothing to fill|nothing to fill",
        "`{{absent}}`|``",
        "a{{absent}}b|ab",
        "{{odd.name}}|x",
        "{{}}|``",
        "{{Cluster}}|``",
        "{cluster}|{cluster}",
        "{{cluster}|{{cluster}",
        "{{ {{cluster}} }}|{{ orders }}",
        "{{{cluster}}}|{orders}",
        "{{br}} {{cluster}}|{{a}} orders",
        "$1 \\{{cluster}}|$1 \\orders",
      })
  void aPlaceIsFilledWithItsLabelOrNothing(String template, String filled) {
    assertThat(AnnotationTemplate.fill(template, LABELS, 1500.0)).isEqualTo(filled);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "0, 0",
    "-0.0, 0",
    "0.1, 0.1",
    "-2.50, -2.5",
    "100, 100",
    "1e15, 1000000000000000",
    "1234567.125, 1234567.125",
    "1e-7, 0.0000001"
  })
  void aValueIsWrittenAsPeopleWriteNumbers(double value, String text) {
    assertThat(AnnotationTemplate.fill("{{value}}", LABELS, value)).isEqualTo(text);
  }

  @Test
  void withoutAValueItsPlaceIsEmpty() {
    assertThat(AnnotationTemplate.fill("value: {{value}}.", LABELS, null)).isEqualTo("value: .");
  }
}
