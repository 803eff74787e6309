/** What the Flink jobs have in common; each job has a package of its own. */
@NullMarked
package dev.pointsman.job;

import org.jspecify.annotations.NullMarked;
