package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code recovery}.
 *
 * @param rto how long the system may be down, or null
 * @param rpo of how long the data may be lost, or null
 */
public record Recovery(@Nullable Duration rto, @Nullable Duration rpo, List<Procedure> procedures) {

  /**
   * What is done to recover something.
   *
   * @param type {@code automated}, {@code manual} or null
   */
  public record Procedure(
      String name, @Nullable String type, @Nullable String priority, List<String> steps) {

    public Procedure {
      steps = List.copyOf(steps);
    }
  }

  private static final ObjectType PROCEDURE =
      ObjectType.open(
          "a recovery procedure",
          required("name", Scalars.NAME, "Unique among the procedures."),
          optional("type", Shapes.oneOf("automated", "manual"), "Who does it."),
          optional("priority", Shapes.TEXT, "Such as high."),
          optional("steps", Shapes.listOf(Shapes.TEXT), "What is done, in this order."));

  static final Section<Recovery> SECTION =
      Section.of(
          "recovery",
          "How fast and how completely the system must be back.",
          ObjectType.of(
              "recovery",
              optional("rto", Shapes.DURATION, "How long the system may be down, such as 4h."),
              optional("rpo", Shapes.DURATION, "Of how long data may be lost, such as 1h."),
              optional("procedures", Shapes.objects(PROCEDURE), "What is done.")),
          Recovery::read);

  public Recovery {
    procedures = List.copyOf(procedures);
  }

  private static @Nullable Recovery read(Block block) {
    var names = new Unique("procedure");
    var procedures = new ArrayList<Procedure>();
    for (Block each : block.blocks("procedures")) {
      names.check(each, "name");
      procedures.add(
          new Procedure(
              each.text("name", ""),
              each.text("type"),
              each.text("priority"),
              each.texts("steps")));
    }
    return block.sound()
        ? new Recovery(block.duration("rto"), block.duration("rpo"), procedures)
        : null;
  }
}
