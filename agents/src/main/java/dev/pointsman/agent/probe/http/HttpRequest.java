package dev.pointsman.agent.probe.http;

import dev.pointsman.connector.http.Secret;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is asked.
 *
 * @param headers besides those of every request
 * @param secretHeaders read anew for each run; only the first scheme, host and port learn them
 */
public record HttpRequest(
    String method, Map<String, String> headers, Map<String, Supplier<Secret>> secretHeaders) {

  /** A plain GET. */
  public static final HttpRequest GET = new HttpRequest("GET", Map.of(), Map.of());

  public HttpRequest {
    headers = Map.copyOf(headers);
    secretHeaders = Map.copyOf(secretHeaders);
  }

  /**
   * The secrets as they are now.
   *
   * @throws IllegalArgumentException where one cannot be read
   */
  Map<String, Secret> readSecrets() {
    var secrets = new HashMap<String, Secret>();
    secretHeaders.forEach((name, secret) -> secrets.put(name, secret.get()));
    return secrets;
  }

  /** The request for an address. */
  FullHttpRequest to(URI uri, Map<String, Secret> secrets) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), path + query, Unpooled.EMPTY_BUFFER);
    HttpHeaders all = request.headers();
    all.set(
        HttpHeaderNames.HOST,
        uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
    all.set(HttpHeaderNames.USER_AGENT, "pointsman-probe");
    all.set(HttpHeaderNames.ACCEPT, "*/*");
    if (method.equals("POST")) {
      all.set(HttpHeaderNames.CONTENT_LENGTH, 0);
    }
    headers.forEach(all::set);
    secrets.forEach((name, secret) -> all.set(name, secret.reveal()));
    all.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return request;
  }
}
