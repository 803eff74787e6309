package dev.pointsman.cli.run;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Sends what Kafka and Flink say to a file, so that the terminal has our few lines only: among them
 * what agents say of what they watch.
 */
public final class RunLog {

  private RunLog() {}

  /**
   * From now on, all logging of this process goes to the file, which is kept under 60 MB in all,
   * and that of agents to the terminal too.
   */
  public static void to(Path file) {
    ConfigurationBuilder<BuiltConfiguration> log =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    // Flink and Kafka are stopped by a shutdown hook of ours, and what they say then is kept too.
    log.setShutdownHook("disable");
    log.setStatusLevel(Level.ERROR);
    log.add(
        log.newAppender("file", "RollingFile")
            .addAttribute("fileName", file.toString())
            .addAttribute("filePattern", file + ".%i")
            .add(
                log.newLayout("PatternLayout")
                    .addAttribute("pattern", "%d{ISO8601} %-5p [%t] %c{1} - %m%n"))
            .addComponent(
                log.newComponent("Policies")
                    .addComponent(
                        log.newComponent("SizeBasedTriggeringPolicy")
                            .addAttribute("size", "10 MB")))
            .addComponent(log.newComponent("DefaultRolloverStrategy").addAttribute("max", "5")));
    log.add(
        log.newAppender("terminal", "Console")
            .addAttribute("target", "SYSTEM_OUT")
            .add(
                log.newLayout("PatternLayout")
                    .addAttribute(
                        "pattern", "%d{HH:mm:ss}       %m%notEmpty{: %throwable{short.message}}%n")
                    .addAttribute("alwaysWriteExceptions", false)));
    log.add(log.newLogger("dev.pointsman.agent", Level.INFO).add(log.newAppenderRef("terminal")));
    log.add(log.newRootLogger(Level.INFO).add(log.newAppenderRef("file")));
    // Every client prints all of its settings when it is made.
    log.add(log.newLogger("org.apache.kafka.common.config.AbstractConfig", Level.WARN));
    for (String client : new String[] {"admin", "consumer", "producer"}) {
      log.add(log.newLogger("org.apache.kafka.clients." + client, Level.WARN));
    }
    // Kafka's sink has two operators with a metric of one name, and Flink says so at each
    // checkpoint.
    log.add(log.newLogger("org.apache.flink.metrics.MetricGroup", Level.ERROR));
    Configurator.reconfigure(log.build());
  }
}
