package dev.pointsman.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  private final Path parent;

  DataFolderTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void isMadeWhenItIsNotThereAndOpensAgain() throws IOException {
    Path folder = parent.resolve("some/data");
    try (DataFolder data = DataFolder.open(folder)) {
      Files.writeString(data.temporary().resolve("left-behind"), "x");
    }
    try (DataFolder data = DataFolder.open(folder)) {
      assertThat(data.temporary()).isEmptyDirectory();
    }
  }

  @Test
  void isHeldByOneAtATime() {
    try (DataFolder data = DataFolder.open(parent.resolve("data"))) {
      assertThatThrownBy(() -> DataFolder.open(data.root()))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void ofAnotherFormatIsRefused() throws IOException {
    DataFolder.open(parent.resolve("data")).close();
    Files.writeString(parent.resolve("data/VERSION"), "format=2\nkafka=4.2.0\n");
    assertThatThrownBy(() -> DataFolder.open(parent.resolve("data")))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("has format 2, written by another version of Pointsman");
  }

  @Test
  void ofANewerKafkaIsRefusedAndOfAnOlderOneIsNot() throws IOException {
    DataFolder.open(parent.resolve("data")).close();
    Files.writeString(parent.resolve("data/VERSION"), "format=1\nkafka=99.0.0\n");
    assertThatThrownBy(() -> DataFolder.open(parent.resolve("data")))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("was written by Kafka 99.0.0");
    Files.writeString(parent.resolve("data/VERSION"), "format=1\nkafka=4.0.2\n");
    DataFolder.open(parent.resolve("data")).close();
    assertThat(parent.resolve("data/VERSION")).content().doesNotContain("4.0.2");
  }

  @Test
  void aFolderFullOfSomethingElseIsRefusedAndUntouched() throws IOException {
    Files.writeString(parent.resolve("thesis.tex"), "x");
    assertThatThrownBy(() -> DataFolder.open(parent))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("not a data folder of Pointsman");
    assertThat(parent).isDirectoryNotContaining("glob:**VERSION");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");
    assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining(file.toString());
  }
}
