/**
 * What every receiver over HTTP needs: secrets, limits on each call, a response classified once.
 */
@NullMarked
package dev.pointsman.connector.http;

import org.jspecify.annotations.NullMarked;
