@NullMarked
package dev.pointsman.agent.scrape;

import org.jspecify.annotations.NullMarked;
