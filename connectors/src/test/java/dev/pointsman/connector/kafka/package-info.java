@NullMarked
package dev.pointsman.connector.kafka;

import org.jspecify.annotations.NullMarked;
