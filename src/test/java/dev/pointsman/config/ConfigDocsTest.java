package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.yaml.Key;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigDocsTest {

  private static final Path DOCS = Path.of("..", "docs");

  static List<Section<?>> sections() {
    return HighAvailabilityConfig.SECTIONS;
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyKeyIsInTheChapterOfItsSectionOrWithTheAgentThatReadsIt(Section<?> section)
      throws IOException {
    String configuration = Files.readString(DOCS.resolve("configuration.md"));
    String heading = "\n## `" + section.name() + "`\n";
    assertThat(configuration).contains(heading);
    int start = configuration.indexOf(heading) + heading.length();
    int end = configuration.indexOf("\n## ", start);
    String text = configuration.substring(start, end < 0 ? configuration.length() : end) + agents();

    assertThat(keys(section.shape()).filter(each -> !text.matches("(?s).*\\b" + each + "\\b.*")))
        .isEmpty();
  }

  private static String agents() throws IOException {
    try (Stream<Path> files = Files.list(DOCS.resolve("agents"))) {
      return files.map(ConfigDocsTest::read).collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> keys(Shape shape) {
    if (shape instanceof Shape.ListOf list) {
      return keys(list.item());
    }
    if (shape instanceof Shape.MapOf map) {
      return keys(map.value());
    }
    if (shape instanceof Shape.Either either) {
      return either.shapes().stream().flatMap(ConfigDocsTest::keys);
    }
    if (shape instanceof Shape.ObjectOf object) {
      return object.types().stream()
          .map(ObjectType::keys)
          .flatMap(List::stream)
          .flatMap(ConfigDocsTest::keys);
    }
    return Stream.of();
  }

  private static Stream<String> keys(Key key) {
    return Stream.concat(Stream.of(key.name()), keys(key.shape()));
  }
}
