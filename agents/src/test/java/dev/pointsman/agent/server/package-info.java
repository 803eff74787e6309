@NullMarked
package dev.pointsman.agent.server;

import org.jspecify.annotations.NullMarked;
