package dev.pointsman.cli.embedded;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints which the runs of one job left behind, as {@code <folder>/<job id>/chk-<number>}.
 * A run that resumes counts on from the number it resumed from.
 */
final class RetainedCheckpoints {

  private static final Logger LOG = LoggerFactory.getLogger(RetainedCheckpoints.class);
  private static final String PREFIX = "chk-";
  private static final String METADATA = "_metadata";

  private final Path folder;

  RetainedCheckpoints(Path folder) {
    this.folder = folder;
  }

  /**
   * The newest checkpoint that can be read to its end; empty when there never was one.
   *
   * @throws CannotStartException when there are some and none can be read: starting from nothing
   *     would forget what is firing, so that is for the user to decide
   */
  Optional<Path> newestReadable() {
    List<Checkpoint> all;
    try {
      all = completed();
    } catch (IOException e) {
      throw new CannotStartException("the checkpoints in " + folder + " cannot be listed: " + e, e);
    }
    IOException first = null;
    for (Checkpoint checkpoint : all) {
      try {
        checkReadable(checkpoint.path());
        return Optional.of(checkpoint.path());
      } catch (IOException e) {
        LOG.warn("Cannot read checkpoint {}, trying the one before", checkpoint.path(), e);
        first = first == null ? e : first;
      }
    }
    if (first == null) {
      return Optional.empty();
    }
    throw new CannotStartException(
        "none of the "
            + all.size()
            + " checkpoints in "
            + folder
            + " can be read ("
            + first.getMessage()
            + "): move that folder away to start without what they remember",
        first);
  }

  /** Whether the run has a checkpoint of its own. */
  boolean hasCompleted(JobID run) throws IOException {
    return completed().stream().anyMatch(checkpoint -> checkpoint.run().equals(run.toHexString()));
  }

  /** Deletes what runs other than this one left behind. */
  void deleteOthers(JobID run) throws IOException {
    for (Path other : children(folder)) {
      if (!other.getFileName().toString().equals(run.toHexString())) {
        DataFolder.deleteTree(other);
      }
    }
  }

  /** Newest first. A checkpoint is complete once its metadata file is there. */
  private List<Checkpoint> completed() throws IOException {
    var found = new ArrayList<Checkpoint>();
    for (Path run : children(folder)) {
      for (Path path : children(run)) {
        String name = path.getFileName().toString();
        Path metadata = path.resolve(METADATA);
        if (name.startsWith(PREFIX) && Files.exists(metadata)) {
          found.add(
              new Checkpoint(
                  run.getFileName().toString(),
                  path,
                  Long.parseLong(name.substring(PREFIX.length())),
                  Files.getLastModifiedTime(metadata)));
        }
      }
    }
    found.sort(Comparator.comparing(Checkpoint::number).thenComparing(Checkpoint::at).reversed());
    return found;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).toList();
    }
  }

  /** Reads the metadata and looks for every state file it names. */
  private static void checkReadable(Path checkpoint) throws IOException {
    CheckpointMetadata metadata;
    Path file = checkpoint.resolve(METADATA);
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      metadata =
          Checkpoints.loadCheckpointMetadata(
              in, RetainedCheckpoints.class.getClassLoader(), checkpoint.toUri().toString());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
    for (OperatorState operator : metadata.getOperatorStates()) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        for (StateObject state : subtask.getDiscardables()) {
          checkPresent(state);
        }
      }
    }
  }

  private static void checkPresent(StateObject state) throws IOException {
    StreamStateHandle stored =
        state instanceof KeyGroupsStateHandle keyed
            ? keyed.getDelegateStateHandle()
            : state instanceof OperatorStreamStateHandle operator
                ? operator.getDelegateStateHandle()
                : null;
    if (stored instanceof FileStateHandle file) {
      Path path = Path.of(file.getFilePath().toUri());
      if (Files.size(path) < file.getStateSize()) {
        throw new IOException(path + " is cut off");
      }
    }
  }

  private record Checkpoint(String run, Path path, long number, FileTime at) {}
}
