@NullMarked
package dev.pointsman.connector.http;

import org.jspecify.annotations.NullMarked;
