@NullMarked
package dev.pointsman.agent.redis;

import org.jspecify.annotations.NullMarked;
