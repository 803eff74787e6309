/**
 * A second, slow reading of what rules mean, written from the contract's text alone, and the tests
 * that hold the engine against it over examples and over random rules and events.
 */
@NullMarked
package dev.pointsman.reference;

import org.jspecify.annotations.NullMarked;
