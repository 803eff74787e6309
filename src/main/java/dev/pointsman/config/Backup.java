package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.Durations;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The section {@code backup}; a part is null where the document leaves it out. */
public record Backup(
    @Nullable Series full, @Nullable Series incremental, @Nullable Storage storage) {

  /**
   * Backups of one kind.
   *
   * @param frequency between two of them
   * @param retention how long one is kept, or null
   */
  public record Series(Duration frequency, @Nullable Duration retention) {}

  /**
   * Where backups lie.
   *
   * @param encryption as S3 calls it, such as {@code AES256}, or null
   * @param transitionToGlacier age at which they move to the archive, or null
   */
  public record Storage(
      String type,
      @Nullable String bucket,
      @Nullable String encryption,
      @Nullable Duration transitionToGlacier) {}

  private static final Shape FREQUENCY =
      Shapes.matching(
          "hourly|daily|weekly|monthly|(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?",
          "hourly, daily, weekly, monthly or a duration like 6h");

  private static final ObjectType SERIES =
      ObjectType.of(
          "a schedule of backups",
          required("frequency", FREQUENCY, "hourly, daily, weekly, monthly, or such as 6h."),
          optional("retention", Shapes.DURATION, "How long a backup is kept, such as 30d."));

  private static final ObjectType SCHEDULE =
      ObjectType.of(
          "backup.schedule",
          optional("full", Shapes.object(SERIES), "Backups of everything."),
          optional("incremental", Shapes.object(SERIES), "Backups of what changed."));

  private static final ObjectType LIFECYCLE =
      ObjectType.of(
          "backup.storage.lifecycle",
          optional(
              "transition_to_glacier", Scalars.DAYS, "Days after which backups are archived."));

  private static final ObjectType STORAGE =
      ObjectType.of(
          "backup.storage",
          required("type", Shapes.oneOf("s3"), "The kind of storage."),
          optional("bucket", Shapes.TEXT, "The bucket's name."),
          optional("encryption", Shapes.oneOf("AES256", "aws:kms", "aws:kms:dsse"), "At rest."),
          optional("lifecycle", Shapes.object(LIFECYCLE), "What becomes of old backups."));

  static final Section<Backup> SECTION =
      Section.of(
          "backup",
          "What is backed up, how often, and where it lies.",
          ObjectType.of(
              "backup",
              optional("schedule", Shapes.object(SCHEDULE), "How often."),
              optional("storage", Shapes.object(STORAGE), "Where.")),
          Backup::read);

  private static @Nullable Backup read(Block block) {
    Block schedule = block.block("schedule");
    Series full = series(schedule.block("full"));
    Series incremental = series(schedule.block("incremental"));
    Storage storage = storage(block.block("storage"));
    return block.sound() ? new Backup(full, incremental, storage) : null;
  }

  private static @Nullable Series series(Block block) {
    Duration frequency = block.as("frequency", Backup::frequency);
    Duration retention = block.duration("retention");
    if (frequency != null && frequency.isZero()) {
      block.problem("frequency", "frequency must be longer than 0");
    }
    if (frequency != null && retention != null && retention.compareTo(frequency) < 0) {
      block.problem(
          "retention", "retention must not be shorter than frequency: no backup would be left");
    }
    return frequency == null ? null : new Series(frequency, retention);
  }

  private static Duration frequency(String text) {
    return switch (text) {
      case "hourly" -> Duration.ofHours(1);
      case "daily" -> Duration.ofDays(1);
      case "weekly" -> Duration.ofDays(7);
      case "monthly" -> Duration.ofDays(31);
      default -> Duration.ofMillis(Durations.parse(text));
    };
  }

  private static @Nullable Storage storage(Block block) {
    String type = block.text("type");
    return type == null
        ? null
        : new Storage(
            type,
            block.text("bucket"),
            block.text("encryption"),
            block.block("lifecycle").days("transition_to_glacier"));
  }
}
