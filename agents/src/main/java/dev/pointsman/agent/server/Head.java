package dev.pointsman.agent.server;

import org.jspecify.annotations.Nullable;

/** What comes before the body of a request; the path is without the query. */
public record Head(
    String method,
    String path,
    @Nullable String authorization,
    @Nullable String contentType,
    @Nullable String contentEncoding) {}
