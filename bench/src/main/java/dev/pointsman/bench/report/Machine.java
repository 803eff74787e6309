package dev.pointsman.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a run was measured on.
 *
 * @param cores as many as this process may use
 * @param processor its model; "unknown" where the system does not tell
 * @param memoryBytes of the machine, or of the container that this process is in
 * @param heapBytes the most that this process's heap may grow to
 * @param jvmOptions that this process was started with
 * @param commit of the sources, with {@code -dirty} where they were changed; "unknown" outside a
 *     Git checkout
 */
public record Machine(
    int cores,
    String processor,
    long memoryBytes,
    long heapBytes,
    String jvm,
    List<String> jvmOptions,
    String os,
    String commit) {

  private static final String UNKNOWN = "unknown";
  private static final long GIT_LIMIT_SECONDS = 10;

  public Machine {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** This one, and the checkout that this program was built in. */
  public static Machine here() throws InterruptedException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processorModel(),
        system.getTotalMemorySize(),
        Runtime.getRuntime().maxMemory(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        checkedOutCommit());
  }

  private static String processorModel() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN; // not Linux
    }
  }

  private static String checkedOutCommit() throws InterruptedException {
    try {
      // bench/target/pointsman-bench.jar, or bench/target/classes.
      var program = Machine.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
              .directory(Path.of(program).resolve("..").normalize().toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(GIT_LIMIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0
          ? said
          : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN; // there is no git
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
