@NullMarked
package dev.pointsman.job.replay;

import org.jspecify.annotations.NullMarked;
