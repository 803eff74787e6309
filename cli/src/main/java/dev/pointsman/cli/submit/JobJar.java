package dev.pointsman.cli.submit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the jar of the jobs that was built together with this program. */
final class JobJar {

  private static final String NAME = "pointsman-jobs-*-job.jar";

  private JobJar() {}

  /**
   * The jar in the module {@code jobs} beside the one that this program is in.
   *
   * @throws CannotSubmitException when there is none, or more than one
   */
  static Path besideProgram() throws IOException {
    // cli/target/pointsman-cli.jar, or cli/target/classes.
    return in(program().resolve("../../../jobs/target").normalize());
  }

  static Path in(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, NAME)) {
        jars.forEach(found::add);
      }
    }
    if (found.isEmpty()) {
      throw new CannotSubmitException(
          "there is no "
              + NAME
              + " in "
              + folder
              + ": build it with './mvnw -pl jobs -am -DskipTests package', or name it with --jar");
    }
    if (found.size() > 1) {
      throw new CannotSubmitException(
          "there is more than one " + NAME + " in " + folder + ": choose with --jar");
    }
    return found.get(0);
  }

  private static Path program() {
    try {
      return Path.of(JobJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
