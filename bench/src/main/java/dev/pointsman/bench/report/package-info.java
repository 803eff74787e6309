/** What a run measured, and how it is shown: as JSON, as a table, as a page with a plot. */
@NullMarked
package dev.pointsman.bench.report;

import org.jspecify.annotations.NullMarked;
