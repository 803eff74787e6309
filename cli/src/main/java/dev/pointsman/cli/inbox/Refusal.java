package dev.pointsman.cli.inbox;

import java.time.Instant;

/**
 * A request that the real service would have refused.
 *
 * @param request such as {@code POST /v2/enqueue}
 */
public record Refusal(Instant at, String request, int status, String reason) {}
