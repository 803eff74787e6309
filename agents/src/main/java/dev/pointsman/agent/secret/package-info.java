/** Where agents take passwords and tokens from. */
@NullMarked
package dev.pointsman.agent.secret;

import org.jspecify.annotations.NullMarked;
