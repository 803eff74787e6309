package dev.pointsman.rule.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * A YAML parser that refuses what is nested too deep to be a rule file before the composer, which
 * is recursive, can run out of stack.
 */
final class BoundedParser implements Parser {

  private static final int MAX_DEPTH = 60;

  private final Parser parser;
  private int depth;
  private Mark place = new Mark("", 0, 0, 0, new int[0], 0);

  BoundedParser(Parser parser) {
    this.parser = parser;
  }

  /** Where the newest event began. */
  Mark place() {
    return place;
  }

  @Override
  public boolean checkEvent(Event.ID id) {
    return parser.checkEvent(id);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    Optional<Mark> start = event.getStartMark();
    place = start.orElse(place);
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> depth++;
      case MappingEnd, SequenceEnd -> depth--;
      default -> {}
    }
    if (depth > MAX_DEPTH) {
      throw new YamlEngineException("nested deeper than " + MAX_DEPTH + " levels");
    }
    return event;
  }
}
