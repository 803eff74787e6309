/** The domain's codecs as Flink serializers, held against Flink's own contract. */
@NullMarked
package dev.pointsman.job.codec;

import org.jspecify.annotations.NullMarked;
