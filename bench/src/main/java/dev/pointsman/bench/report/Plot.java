package dev.pointsman.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.category.StatisticalBarRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.statistics.DefaultStatisticalCategoryDataset;

/** Bars on a logarithmic scale. */
final class Plot {

  private static final int WIDTH = 1200;
  private static final int ROW_HEIGHT = 26;
  private static final int FRAME_HEIGHT = 150;

  private static final Color FLOOR = new Color(0x9aa5b1);
  private static final Color PEER = new Color(0xd9822b);
  private static final Color LIMITED_PEER = new Color(0x8e6bb0);
  private static final Color POINTSMAN = new Color(0x0b6e4f);
  private static final Color P50 = new Color(0x0b6e4f);
  private static final Color P99 = new Color(0x5aa98a);

  private Plot() {}

  /** The events a second of at least one candidate, each with its spread, as PNG. */
  static byte[] throughput(List<CandidateResult> candidates) {
    var dataset = new DefaultStatisticalCategoryDataset();
    for (CandidateResult each : candidates) {
      dataset.add(
          each.eventsPerSecond(),
          (each.eventsPerSecondMax() - each.eventsPerSecondMin()) / 2,
          "events a second",
          each.setup().name());
    }
    List<Color> colours = candidates.stream().map(each -> colour(each.setup())).toList();
    var legend = new LegendItemCollection();
    legend.add(new LegendItem("floor: decides nothing", FLOOR));
    legend.add(new LegendItem("peer", PEER));
    legend.add(new LegendItem("peer that cannot do all that the rules ask for", LIMITED_PEER));
    legend.add(new LegendItem("Pointsman", POINTSMAN));
    return png(
        "Events a second: median, and half the spread of the rounds to each side",
        dataset,
        axis(
            "events a second, logarithmic scale",
            candidates.stream().mapToDouble(CandidateResult::eventsPerSecondMin).min(),
            candidates.stream().mapToDouble(CandidateResult::eventsPerSecondMax).max()),
        bars(new StatisticalBars(colours), "#,##0"),
        legend);
  }

  /** The times of at least one scenario, as PNG. */
  static byte[] latency(List<LatencyResult> results) {
    var dataset = new DefaultCategoryDataset();
    for (LatencyResult each : results) {
      String scenario =
          String.format(
              Locale.ROOT,
              "%s, %,d events/s beside",
              each.name(),
              each.backgroundEventsPerSecond());
      dataset.addValue(each.p50Ms(), "p50", scenario);
      dataset.addValue(each.p99Ms(), "p99", scenario);
    }
    var legend = new LegendItemCollection();
    legend.add(new LegendItem("p50", P50));
    legend.add(new LegendItem("p99", P99));
    BarRenderer bars = bars(new BarRenderer(), "#,##0.0");
    bars.setSeriesPaint(0, P50);
    bars.setSeriesPaint(1, P99);
    return png(
        "From the third failing answer to the page",
        dataset,
        axis(
            "milliseconds, logarithmic scale",
            results.stream().mapToDouble(LatencyResult::p50Ms).min(),
            results.stream().mapToDouble(LatencyResult::p99Ms).max()),
        bars,
        legend);
  }

  private static Color colour(Setup setup) {
    return switch (setup.kind()) {
      case FLOOR -> FLOOR;
      case PEER -> setup.limits() == null ? PEER : LIMITED_PEER;
      case POINTSMAN -> POINTSMAN;
    };
  }

  private static byte[] png(
      String title,
      CategoryDataset dataset,
      LogAxis axis,
      BarRenderer bars,
      LegendItemCollection legend) {
    JFreeChart chart =
        ChartFactory.createBarChart(
            title, null, null, dataset, PlotOrientation.HORIZONTAL, false, false, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setTitle(new TextTitle(title, new Font(Font.SANS_SERIF, Font.BOLD, 15)));
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setOutlineVisible(false);
    plot.setRangeAxis(axis);
    plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.5f);
    plot.getDomainAxis().setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    plot.setRenderer(bars);
    plot.setFixedLegendItems(legend);
    chart.addLegend(new LegendTitle(plot));
    int rows = dataset.getColumnCount() * dataset.getRowCount();
    BufferedImage image = chart.createBufferedImage(WIDTH, FRAME_HEIGHT + ROW_HEIGHT * rows);
    var png = new ByteArrayOutputStream();
    try {
      ChartUtils.writeBufferedImageAsPNG(png, image);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return png.toByteArray();
  }

  private static LogAxis axis(String label, OptionalDouble least, OptionalDouble most) {
    var axis = new LogAxis(label);
    axis.setBase(10);
    axis.setTickUnit(new NumberTickUnit(1, new DecimalFormat("#,##0.###", symbols()))); // decades
    // Room for the figure in the shortest bar.
    double begin = Math.pow(10, Math.floor(Math.log10(least.orElseThrow()) - 0.5));
    axis.setRange(begin, most.orElseThrow() * 1.5);
    return axis;
  }

  private static DecimalFormatSymbols symbols() {
    return DecimalFormatSymbols.getInstance(Locale.ROOT);
  }

  /** With the figure in each. */
  private static BarRenderer bars(BarRenderer bars, String format) {
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator("{2}", new DecimalFormat(format, symbols())));
    bars.setDefaultItemLabelsVisible(true);
    bars.setDefaultItemLabelPaint(Color.WHITE);
    bars.setDefaultItemLabelFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
    bars.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.INSIDE9, TextAnchor.CENTER_LEFT));
    return bars;
  }

  /** Bars with their spread, each in a colour of its own. */
  private static final class StatisticalBars extends StatisticalBarRenderer {

    private static final long serialVersionUID = 1;

    private final List<Color> colours;

    StatisticalBars(List<Color> colours) {
      this.colours = List.copyOf(colours);
      setErrorIndicatorPaint(Color.BLACK);
      setErrorIndicatorStroke(new BasicStroke(1.5f));
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      return colours.get(column);
    }
  }
}
