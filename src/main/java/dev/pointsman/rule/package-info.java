/**
 * What people wrote down: rules, their conditions, and the index that finds the rules an event
 * concerns.
 */
@NullMarked
package dev.pointsman.rule;

import org.jspecify.annotations.NullMarked;
