package dev.pointsman.connector.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/** Everything that any library logs while this is open, down to the finest level. */
public final class TestingLog implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final org.apache.logging.log4j.Level previous =
      context.getConfiguration().getRootLogger().getLevel();

  private final AbstractAppender appender =
      new AbstractAppender("testing", null, null, false, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add(event.getMessage().getFormattedMessage() + trace(event.getThrown()));
        }
      };

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord event) {
          lines.add(event.getMessage() + trace(event.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  public TestingLog() {
    appender.start();
    var root = context.getConfiguration().getRootLogger();
    root.setLevel(org.apache.logging.log4j.Level.ALL);
    root.addAppender(appender, org.apache.logging.log4j.Level.ALL, null);
    context.updateLoggers();
    handler.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(handler);
    Logger.getLogger("").setLevel(Level.ALL);
  }

  public List<String> lines() {
    return lines;
  }

  private static String trace(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return "\n" + text;
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(handler);
    Logger.getLogger("").setLevel(Level.INFO);
    var root = context.getConfiguration().getRootLogger();
    root.removeAppender("testing");
    root.setLevel(previous);
    context.updateLoggers();
  }
}
