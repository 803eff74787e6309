@NullMarked
package dev.pointsman.agent.sight;

import org.jspecify.annotations.NullMarked;
