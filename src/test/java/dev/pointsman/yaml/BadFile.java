package dev.pointsman.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A file that is wrong and every problem it has, as {@code line:column: message}.
 *
 * @param name what is wrong
 */
public record BadFile(String name, String yaml, List<String> problems) {

  /**
   * The files of a resource: each behind {@code ### NAME}, its problems behind {@code !!!}.
   *
   * @param beside the class beside which the resource lies
   */
  public static Stream<BadFile> in(Class<?> beside, String resource) throws IOException {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("(?m)^### ")).skip(1).map(BadFile::of);
    }
  }

  private static BadFile of(String text) {
    String[] nameAndRest = text.split("\n", 2);
    String[] yamlAndProblems = nameAndRest[1].split("(?m)^!!!\n", 2);
    return new BadFile(nameAndRest[0], yamlAndProblems[0], yamlAndProblems[1].lines().toList());
  }

  @Override
  public String toString() {
    return name;
  }
}
