package dev.pointsman.agent.server;

import org.jspecify.annotations.Nullable;

/**
 * What comes before the body of a request.
 *
 * @param path without the query
 * @param peer who sent it: an address and a port
 */
public record Head(
    String method,
    String path,
    @Nullable String authorization,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    String peer) {}
