@NullMarked
package dev.pointsman.agent.metric;

import org.jspecify.annotations.NullMarked;
