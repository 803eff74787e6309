package dev.pointsman.agent.delivery;

import java.io.IOException;
import java.nio.file.Path;

/** Another agent has the data folder. */
public final class FolderInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  FolderInUseException(Path folder) {
    super(
        "the data folder "
            + folder.toAbsolutePath()
            + " is in use by another agent: give each its own");
  }
}
