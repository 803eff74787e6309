package dev.pointsman.agent.remotewrite;

import dev.pointsman.agent.metric.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender wants written.
 *
 * @param samples of sound series, in the order in which they were sent
 * @param unsoundSamples how many are of series that have no name or whose labels are not sound
 * @param unsound what is wrong with the first such series, null where there is none
 * @param histograms how many native histograms there are, which nothing here can hold
 */
record WriteRequest(
    List<Sample> samples, int unsoundSamples, @Nullable String unsound, int histograms) {

  WriteRequest {
    samples = List.copyOf(samples);
  }
}
