@NullMarked
package dev.pointsman.agent.schedule;

import org.jspecify.annotations.NullMarked;
