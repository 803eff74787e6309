@NullMarked
package dev.pointsman.job.notification;

import org.jspecify.annotations.NullMarked;
