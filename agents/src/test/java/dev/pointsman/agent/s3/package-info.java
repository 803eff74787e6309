@NullMarked
package dev.pointsman.agent.s3;

import org.jspecify.annotations.NullMarked;
