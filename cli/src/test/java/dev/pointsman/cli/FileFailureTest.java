package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {

  @TempDir private Path folder;

  @Test
  void aFileThatIsNotThere() {
    Path file = folder.resolve("none");
    assertThat(textOf(() -> Files.readString(file))).isEqualTo("no such file: " + file);
  }

  @Test
  void aFolderInPlaceOfAFile() {
    assertThat(textOf(() -> Files.writeString(folder, "x"))).isEqualTo(folder + " is a folder");
    IOException reading = catchThrowableOfType(IOException.class, () -> Files.readString(folder));
    assertThat(FileFailure.text(reading, folder)).isEqualTo(folder + " is a folder");
  }

  @Test
  void aFileInPlaceOfAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(FileFailure.text(new NotDirectoryException(file.toString())))
        .isEqualTo("not a folder: " + file);
    assertThat(textOf(() -> Files.createDirectories(file))).isEqualTo(file + " exists already");
  }

  @Test
  void noPermission() {
    assertThat(FileFailure.text(new AccessDeniedException("secret")))
        .isEqualTo("no permission for secret");
  }

  @Test
  void aLinkToItself() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, link);
    assertThat(textOf(() -> Files.readString(link))).isEqualTo("too many links lead to " + link);
  }

  private static String textOf(ThrowingCallable failing) {
    return FileFailure.text(catchThrowableOfType(FileSystemException.class, failing));
  }
}
