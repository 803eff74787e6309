@NullMarked
package dev.pointsman.agent.probe.grpc;

import org.jspecify.annotations.NullMarked;
