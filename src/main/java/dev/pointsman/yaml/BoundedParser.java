package dev.pointsman.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * A YAML parser that refuses what is nested too deep to be a rule file, and aliases of what they
 * stand in: the composer, which comes next, would run out of stack or never end.
 */
final class BoundedParser implements Parser {

  private static final int MAX_DEPTH = 60;

  private final Parser parser;
  private final Deque<Optional<Anchor>> open = new ArrayDeque<>();
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
      case MappingStart, SequenceStart -> open.push(((CollectionStartEvent) event).getAnchor());
      case MappingEnd, SequenceEnd -> open.pop();
      case Alias -> refuseWithinItself((AliasEvent) event);
      default -> {}
    }
    if (open.size() > MAX_DEPTH) {
      throw new YamlEngineException("nested deeper than " + MAX_DEPTH + " levels");
    }
    return event;
  }

  private void refuseWithinItself(AliasEvent event) {
    if (open.contains(Optional.of(event.getAlias()))) {
      throw new YamlEngineException("the alias *" + event.getAlias() + " stands in what it names");
    }
  }
}
