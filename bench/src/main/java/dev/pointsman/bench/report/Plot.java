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
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.category.StatisticalBarRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.statistics.DefaultStatisticalCategoryDataset;

/** The candidates' events a second as bars on a logarithmic scale, each with its spread. */
public final class Plot {

  private static final int WIDTH = 1200;
  private static final int ROW_HEIGHT = 26;
  private static final int FRAME_HEIGHT = 130;

  private static final Color FLOOR = new Color(0x9aa5b1);
  private static final Color PEER = new Color(0xd9822b);
  private static final Color POINTSMAN = new Color(0x0b6e4f);

  private Plot() {}

  /** A picture of at least one candidate, as PNG. */
  public static byte[] png(List<CandidateResult> candidates) {
    var dataset = new DefaultStatisticalCategoryDataset();
    for (CandidateResult each : candidates) {
      dataset.add(
          each.eventsPerSecond(),
          (each.eventsPerSecondMax() - each.eventsPerSecondMin()) / 2,
          "events a second",
          each.setup().name());
    }
    JFreeChart chart =
        ChartFactory.createBarChart(
            "Events a second",
            null,
            null,
            dataset,
            PlotOrientation.HORIZONTAL,
            false,
            false,
            false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setTitle(
        new TextTitle(
            "Events a second: median, and half the spread of the rounds to each side",
            new Font(Font.SANS_SERIF, Font.BOLD, 15)));
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setOutlineVisible(false);
    plot.setRangeAxis(axis(candidates));
    plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.5f);
    plot.getDomainAxis().setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    plot.setRenderer(new Bars(candidates));
    plot.setFixedLegendItems(legend());
    chart.addLegend(new LegendTitle(plot));
    BufferedImage image =
        chart.createBufferedImage(WIDTH, FRAME_HEIGHT + ROW_HEIGHT * candidates.size());
    var png = new ByteArrayOutputStream();
    try {
      ChartUtils.writeBufferedImageAsPNG(png, image);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return png.toByteArray();
  }

  private static LogAxis axis(List<CandidateResult> candidates) {
    double least =
        candidates.stream().mapToDouble(CandidateResult::eventsPerSecondMin).min().orElseThrow();
    double most =
        candidates.stream().mapToDouble(CandidateResult::eventsPerSecondMax).max().orElseThrow();
    var axis = new LogAxis();
    axis.setBase(10);
    axis.setTickUnit(new NumberTickUnit(1, new DecimalFormat("#,##0", symbols()))); // decades
    // Room for the figure in the shortest bar.
    axis.setRange(Math.pow(10, Math.floor(Math.log10(least) - 0.5)), most * 1.5);
    return axis;
  }

  private static DecimalFormatSymbols symbols() {
    return DecimalFormatSymbols.getInstance(Locale.ROOT);
  }

  private static LegendItemCollection legend() {
    var legend = new LegendItemCollection();
    legend.add(new LegendItem("floor: decides nothing", FLOOR));
    legend.add(new LegendItem("peer", PEER));
    legend.add(new LegendItem("Pointsman", POINTSMAN));
    return legend;
  }

  /** Bars in the colour of the candidate's kind, with the figure in them. */
  private static final class Bars extends StatisticalBarRenderer {

    private static final long serialVersionUID = 1;

    private final List<Setup.Kind> kinds;

    Bars(List<CandidateResult> candidates) {
      kinds = candidates.stream().map(each -> each.setup().kind()).toList();
      setBarPainter(new StandardBarPainter());
      setShadowVisible(false);
      setErrorIndicatorPaint(Color.BLACK);
      setErrorIndicatorStroke(new BasicStroke(1.5f));
      setDefaultItemLabelGenerator(
          new StandardCategoryItemLabelGenerator("{2}", new DecimalFormat("#,##0", symbols())));
      setDefaultItemLabelsVisible(true);
      setDefaultItemLabelPaint(Color.WHITE);
      setDefaultItemLabelFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
      setDefaultPositiveItemLabelPosition(
          new ItemLabelPosition(ItemLabelAnchor.INSIDE9, TextAnchor.CENTER_LEFT));
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      return switch (kinds.get(column)) {
        case FLOOR -> FLOOR;
        case PEER -> PEER;
        case POINTSMAN -> POINTSMAN;
      };
    }
  }
}
