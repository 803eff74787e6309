package dev.pointsman.config;

import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;

/** A path that is asked for in every region. */
final class HttpPath {

  private static final String PATTERN = "/(?!/)(?:[A-Za-z0-9/?:@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})*";

  /** Of what a URL may have, without a fragment; what begins with two slashes names a host. */
  static final Shape SHAPE = Shapes.matching(PATTERN, "a path that begins with /, such as /health");

  private HttpPath() {}

  static boolean isPath(String text) {
    return text.matches(PATTERN);
  }
}
