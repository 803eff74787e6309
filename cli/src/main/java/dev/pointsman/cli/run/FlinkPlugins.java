package dev.pointsman.cli.run;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder {@code plugins} which the build lays out beside the program. */
final class FlinkPlugins {

  private FlinkPlugins() {}

  /** Empty where the program was packed without it. */
  static Optional<Path> folder() {
    CodeSource source = FlinkPlugins.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    Path place;
    try {
      place = Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    // The program is a jar, a jar in a folder lib, or a folder of classes.
    return Stream.of(place.resolve("../plugins"), place.resolve("../../plugins"))
        .map(Path::normalize)
        .filter(folder -> Files.isDirectory(folder.resolve("metrics-prometheus")))
        .findFirst();
  }
}
