package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A request that changed what the inbox holds; replayed, it changes the same again.
 *
 * @param path such as {@code /v2/enqueue}
 * @param body without secrets
 */
record AcceptedRequest(Instant at, String path, ObjectNode body) {}
