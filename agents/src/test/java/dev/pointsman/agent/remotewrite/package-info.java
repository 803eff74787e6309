@NullMarked
package dev.pointsman.agent.remotewrite;

import org.jspecify.annotations.NullMarked;
