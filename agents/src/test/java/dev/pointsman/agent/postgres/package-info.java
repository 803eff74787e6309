@NullMarked
package dev.pointsman.agent.postgres;

import org.jspecify.annotations.NullMarked;
