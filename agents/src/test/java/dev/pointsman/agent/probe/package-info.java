@NullMarked
package dev.pointsman.agent.probe;

import org.jspecify.annotations.NullMarked;
