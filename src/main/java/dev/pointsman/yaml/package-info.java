/** YAML files with fixed keys: every problem with its place, and the JSON Schema of the same. */
@NullMarked
package dev.pointsman.yaml;

import org.jspecify.annotations.NullMarked;
