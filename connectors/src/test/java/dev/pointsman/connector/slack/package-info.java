@NullMarked
package dev.pointsman.connector.slack;

import org.jspecify.annotations.NullMarked;
