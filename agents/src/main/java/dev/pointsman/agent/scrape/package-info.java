/** Reads what targets say under {@code /metrics}, as Prometheus does. */
@NullMarked
package dev.pointsman.agent.scrape;

import org.jspecify.annotations.NullMarked;
