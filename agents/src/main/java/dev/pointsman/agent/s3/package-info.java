/**
 * Looks at backups in S3-compatible storage, and measures how long objects take between buckets.
 */
@NullMarked
package dev.pointsman.agent.s3;

import org.jspecify.annotations.NullMarked;
