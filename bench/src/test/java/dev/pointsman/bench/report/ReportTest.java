package dev.pointsman.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Machine MACHINE =
      new Machine(2, "a processor", 1 << 30, 1 << 20, "a JVM", List.of("-Xmx1m"), "an OS", "abc");

  private static CandidateResult candidate(@Nullable StateCost state, double... seconds) {
    var setup = new Setup("ours", Setup.Kind.POINTSMAN, null, 1000, 5, 100_000, 1, "heap", null);
    var rounds =
        Arrays.stream(seconds)
            .mapToObj(each -> new Round(1000, each, true, 2 * each, each, 300))
            .toList();
    return new CandidateResult(setup, rounds, state);
  }

  private static Report report(CandidateResult candidate) {
    var latency = new LatencyResult("ours", 10_000, 9_876, 200, 12, 40, 60.54, 700);
    return new Report(
        "2026-01-01T00:00:00Z",
        MACHINE,
        new Settings(true, 2, 4, 4_000_000, "ours"),
        List.of(candidate),
        List.of(latency),
        null,
        List.of(),
        List.of(new Failure("theirs", "it <stands> still")),
        Map.of("a", 0.5));
  }

  private static JsonNode json(CandidateResult candidate) throws IOException {
    return new ObjectMapper().readTree(report(candidate).json());
  }

  @Test
  void aCandidateIsOneFlatObjectWithItsRounds() throws IOException {
    JsonNode ours = json(candidate(null, 2.0)).at("/candidates/0");
    assertThat(ours.get("name").asText()).isEqualTo("ours");
    assertThat(ours.get("kind").asText()).isEqualTo("pointsman");
    assertThat(ours.get("rules_per_event").asInt()).isEqualTo(5);
    assertThat(ours.get("events_per_second").asDouble()).isEqualTo(500);
    assertThat(ours.at("/rounds/0/events_per_second").asDouble()).isEqualTo(500);
    assertThat(ours.at("/rounds/0/cpu_seconds_per_million").asDouble()).isEqualTo(4);
    assertThat(ours.has("recovery_ms")).isFalse();
  }

  @Test
  void aFigureIsTheMedianOfTheRoundsBesideItsSpread() throws IOException {
    JsonNode odd = json(candidate(null, 10.0, 2.0, 4.0)).at("/candidates/0");
    assertThat(odd.get("events_per_second").asDouble()).isEqualTo(250);
    assertThat(odd.get("events_per_second_min").asDouble()).isEqualTo(100);
    assertThat(odd.get("events_per_second_max").asDouble()).isEqualTo(500);
    assertThat(odd.get("cpu_seconds_per_million").asDouble()).isEqualTo(8);
    JsonNode even = json(candidate(null, 10.0, 2.0)).at("/candidates/0");
    assertThat(even.get("events_per_second").asDouble()).isEqualTo(300);
  }

  @Test
  void whatItRemembersStandsBesideWhereItWasMeasured() throws IOException {
    JsonNode ours = json(candidate(new StateCost(150, 15_000, 80, 900L), 1)).at("/candidates/0");
    assertThat(ours.get("state_bytes_per_group_and_rule").asDouble()).isEqualTo(150);
    assertThat(ours.get("checkpoint_bytes").asLong()).isEqualTo(15_000);
    assertThat(ours.get("checkpoint_ms").asLong()).isEqualTo(80);
    assertThat(ours.get("recovery_ms").asLong()).isEqualTo(900);
  }

  @Test
  void machineLatencyAndRatiosStandBeside() throws IOException {
    JsonNode report = json(candidate(null, 1));
    assertThat(report.at("/machine/cores").asInt()).isEqualTo(2);
    assertThat(report.at("/machine/commit").asText()).isEqualTo("abc");
    assertThat(report.at("/machine/jvm_options/0").asText()).isEqualTo("-Xmx1m");
    assertThat(report.at("/latency/0/p50_ms").asDouble()).isEqualTo(12);
    assertThat(report.at("/latency/0/background_events_per_second").asInt()).isEqualTo(10_000);
    assertThat(report.at("/latency/0/background_achieved").asDouble()).isEqualTo(9_876);
    assertThat(report.at("/ratios/a").asDouble()).isEqualTo(0.5);
  }

  @Test
  void howItWasMeasuredAndWhatFailedStandBeside() throws IOException {
    JsonNode report = json(candidate(null, 1));
    assertThat(report.at("/settings/quick").asBoolean()).isTrue();
    assertThat(report.at("/settings/rounds").asInt()).isEqualTo(2);
    assertThat(report.at("/settings/limit_seconds").asDouble()).isEqualTo(4);
    assertThat(report.at("/settings/events").asInt()).isEqualTo(4_000_000);
    assertThat(report.at("/settings/only").asText()).isEqualTo("ours");
    assertThat(report.at("/failures/0/name").asText()).isEqualTo("theirs");
    assertThat(report.at("/failures/0/message").asText()).isEqualTo("it <stands> still");
  }

  private static Report backtests() {
    var runs =
        List.of(
            new BacktestResult.Run(1_000_000, 10, 4, 8, 500_000_000L),
            new BacktestResult.Run(10_000_000, 100, 40, 60, 550_000_000L));
    return Report.ofBacktest("", MACHINE, new BacktestResult(1000, 5, 100_000, 1 << 30, runs));
  }

  private static Report parts() {
    return Report.ofParts("", MACHINE, List.of(new PartResult("put off", 42.4, 1.2, 152)));
  }

  @Test
  void backtestsStandBesideEachOtherWithTheRatioOfTheirMemory() throws IOException {
    JsonNode json = new ObjectMapper().readTree(backtests().json()).get("backtest");
    assertThat(json.at("/runs/1/events_per_second").asDouble()).isEqualTo(250_000);
    assertThat(json.at("/runs/1/cpu_seconds_per_million").asDouble()).isEqualTo(6);
    assertThat(json.get("memory_ratio").asDouble()).isEqualTo(1.1);
    assertThat(Table.of(backtests()))
        .contains("memory_ratio 1.10")
        .containsPattern("\\| 10,000,000 +\\| +100 +\\| 40.0 \\| +250,000 +\\| +6.00 \\| +550 \\|");
    assertThat(report(candidate(null, 1)).json()).doesNotContain("\"backtest\"");
  }

  @Test
  void aPartHasItsTimeWithItsErrorAndItsBytes() throws IOException {
    JsonNode part = new ObjectMapper().readTree(parts().json()).at("/parts/0");
    assertThat(part.get("name").asText()).isEqualTo("put off");
    assertThat(part.get("nanoseconds").asDouble()).isEqualTo(42.4);
    assertThat(part.get("error").asDouble()).isEqualTo(1.2);
    assertThat(part.get("bytes").asDouble()).isEqualTo(152);
    assertThat(Table.of(parts())).containsPattern("\\| put off \\| +42 \\| +1 \\| +152 \\|");
  }

  @Test
  void theTableHasWhatTheJsonHas() {
    assertThat(Table.of(report(candidate(new StateCost(150, 15_000_000, 80, 900L), 2.0))))
        .contains("a processor, 2 cores", "| ours ", " 500 ", " 150 ")
        .containsPattern("\\| +15.0 \\| +80 \\| +900 \\|")
        .containsPattern("ours +\\| +10,000 \\| +9,876 \\| +200 \\| +12.0 \\| +40.0 \\| +60.5 ")
        .contains("a  ", "0.50");
  }

  @Test
  void thePageIsWholeAndHidesNothingOfAName() {
    String page =
        Page.of(report(candidate(null, 2.0)), Map.of(Section.THROUGHPUT, new byte[] {1, 2, 3}));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains("<td>ours<td>500<td>500..500<td>4.00", "data:image/png;base64,AQID")
        .contains("<h2>" + Section.THROUGHPUT, "<h2>" + Section.LATENCY, "it &lt;stands> still");
    assertThat(page).doesNotContain("http:", "https:", "<script", "<link");
  }

  @Test
  void thePageHasASectionForWhateverWasMeasured() {
    assertThat(Page.of(backtests(), Map.of()))
        .contains("<h2>Backtest", "<td>10,000,000<td>100<td>");
    assertThat(Page.of(parts(), Map.of()))
        .contains("<h2>Parts", "<td>put off<td>42<td>1<td>152")
        .doesNotContain("<h2>Throughput", "<h2>Ratios", "<h2>Failed");
  }

  private static BufferedImage picture(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static boolean shows(BufferedImage picture, int colour) {
    int[] pixels =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    // The sample in the legend has a few.
    return Arrays.stream(pixels).filter(each -> (each & 0xffffff) == colour).count() > 1000;
  }

  @Test
  void thePlotHasARowForEachCandidate() throws IOException {
    CandidateResult one = candidate(null, 1.0, 2.0);
    assertThat(picture(Plot.throughput(List.of(one, peer(null)))).getHeight())
        .isGreaterThan(picture(Plot.throughput(List.of(one))).getHeight());
  }

  private static CandidateResult peer(@Nullable String limits) {
    var setup = new Setup("a peer", Setup.Kind.PEER, limits, 1, 1, 1, 1, "heap", null);
    return new CandidateResult(setup, List.of(new Round(1000, 1, true, 1, 1, 1)), null);
  }

  @Test
  void aPeerWithLimitsHasAColourOfItsOwn() throws IOException {
    BufferedImage free = picture(Plot.throughput(List.of(peer(null))));
    BufferedImage limited = picture(Plot.throughput(List.of(peer("no end"))));
    assertThat(shows(free, 0xd9822b)).isTrue();
    assertThat(shows(free, 0x8e6bb0)).isFalse();
    assertThat(shows(limited, 0x8e6bb0)).isTrue();
    assertThat(shows(limited, 0xd9822b)).isFalse();
  }

  @Test
  void theLatenciesHaveAPlotWithTheirMedianAndTheirWorst() throws IOException {
    BufferedImage plot = picture(Plot.latency(report(candidate(null, 1)).latency()));
    assertThat(shows(plot, 0x0b6e4f)).isTrue();
    assertThat(shows(plot, 0x5aa98a)).isTrue();
  }
}
