/** Rule files: YAML to rules, every problem with its place. */
@NullMarked
package dev.pointsman.rule.yaml;

import org.jspecify.annotations.NullMarked;
