package dev.pointsman.bench.latency;

import java.io.IOException;
import java.nio.file.Path;

/** A system that watches the targets of a scene and pages. */
interface Watcher {

  /**
   * Returns when all of it was started; when each target is watched, it notices itself.
   *
   * @param folder of its own
   * @throws IOException saying what does not start
   */
  Watching start(Scene scene, Path folder) throws IOException, InterruptedException;
}
