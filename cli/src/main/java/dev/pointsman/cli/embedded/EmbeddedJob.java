package dev.pointsman.cli.embedded;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job that {@link EmbeddedFlink} runs. */
public interface EmbeddedJob {

  /** Constant: the job's checkpoints are found again by it; also a folder's name. */
  String name();

  /** Adds the job's operators, each with a constant uid, to the environment. */
  void define(StreamExecutionEnvironment environment);
}
