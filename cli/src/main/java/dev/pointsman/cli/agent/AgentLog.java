package dev.pointsman.cli.agent;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Sends what an agent has to say of itself to the error output, for the system to keep. */
final class AgentLog {

  /** A line for each entry, whatever stands in it, with the cause at its end. */
  static final String PATTERN =
      "%d{ISO8601} %-5p %enc{%m%notEmpty{: %throwable{short.message}}}{CRLF}%n";

  private AgentLog() {}

  /** From now on; of the libraries only errors, as the agent tells of Kafka in its own words. */
  static void toErrorOutput() {
    ConfigurationBuilder<BuiltConfiguration> log =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    // What is said while it stops is said too.
    log.setShutdownHook("disable");
    log.setStatusLevel(Level.ERROR);
    log.add(
        log.newAppender("err", "Console")
            .addAttribute("target", "SYSTEM_ERR")
            .add(
                log.newLayout("PatternLayout")
                    .addAttribute("pattern", PATTERN)
                    .addAttribute("alwaysWriteExceptions", false)));
    log.add(log.newRootLogger(Level.ERROR).add(log.newAppenderRef("err")));
    log.add(log.newLogger("dev.pointsman", Level.INFO));
    Configurator.reconfigure(log.build());
  }
}
