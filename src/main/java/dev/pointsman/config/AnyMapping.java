package dev.pointsman.config;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;

/** A mapping of which nothing is looked at. */
final class AnyMapping {

  static final Shape SHAPE = Shapes.object(ObjectType.open("a mapping"));

  private AnyMapping() {}
}
