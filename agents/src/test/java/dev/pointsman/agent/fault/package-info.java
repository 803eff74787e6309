@NullMarked
package dev.pointsman.agent.fault;

import org.jspecify.annotations.NullMarked;
