/** The domain's codecs as Flink serializers, so that nothing falls back to Kryo. */
@NullMarked
package dev.pointsman.job.codec;

import org.jspecify.annotations.NullMarked;
