package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import com.google.re2j.Pattern;
import dev.pointsman.yaml.Durations;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code backup}; a part is null where the document leaves it out.
 *
 * @param watch how agents look at the backups, or null where they do not
 */
public record Backup(
    @Nullable Series full,
    @Nullable Series incremental,
    @Nullable Storage storage,
    @Nullable Watch watch) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
  private static final Set<String> GROUPS =
      Set.of("backup", "year", "month", "day", "hour", "minute", "second");

  /**
   * How agents look at the backups.
   *
   * @param interval between the beginnings of two looks
   * @param timeout of a look; not longer than the interval
   */
  public record Watch(S3Bucket bucket, Duration interval, Duration timeout) {}

  /**
   * Backups of one kind.
   *
   * @param frequency between two of them
   * @param retention how long one is kept, or null
   * @param prefix of the keys of their objects, or null
   * @param keyPattern which of these keys are backups, in RE2, or null for all; its groups {@code
   *     backup}, {@code year}, {@code month}, {@code day}, {@code hour}, {@code minute} and {@code
   *     second} (UTC) tell which backup an object belongs to and when it was made
   * @param startAfter a key before which none is looked at, with {@code {year}}, {@code {month}},
   *     {@code {day}} and {@code {hour}} in it, or null
   */
  public record Series(
      Duration frequency,
      @Nullable Duration retention,
      @Nullable String prefix,
      @Nullable String keyPattern,
      @Nullable String startAfter) {}

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
          optional("retention", Shapes.DURATION, "How long a backup is kept, such as 30d."),
          optional("prefix", Shapes.TEXT, "How the keys of their objects begin."),
          optional(
              "key_pattern",
              Scalars.REGEX,
              "Which keys are backups; its named groups tell which one, and when it was made."),
          optional(
              "start_after",
              Shapes.TEXT,
              "Keys before this are not looked at; with {year}, {month}, {day}, {hour} in it."));

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
          optional("lifecycle", Shapes.object(LIFECYCLE), "What becomes of old backups."),
          S3Bucket.REGION,
          S3Bucket.ENDPOINT,
          S3Bucket.PATH_STYLE,
          optional("interval", Scalars.SECONDS, "Between two looks; default 5m."),
          optional("timeout", Scalars.SECONDS, "Of a look; default 1m."),
          optional(
              "collect",
              Scalars.TRUTH,
              "Whether pointsman collect looks at them (the default) or something else does."));

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
    Watch watch = watch(block, schedule);
    return block.sound() ? new Backup(full, incremental, storage, watch) : null;
  }

  private static @Nullable Watch watch(Block block, Block schedule) {
    Block storage = block.block("storage");
    Duration interval = storage.seconds("interval", DEFAULT_INTERVAL);
    Duration timeout = storage.seconds("timeout", Timing.atMost(interval, DEFAULT_TIMEOUT));
    storage.requireTimeoutWithin(interval, timeout);
    AgentKind reader = storage.truth("collect", true) ? AgentKind.COLLECT : null;
    S3Bucket bucket = S3Bucket.read(storage, reader);
    if (reader == null) {
      return null;
    }
    if (bucket == null) {
      storage.missing(reader, "the bucket of the backups, or collect: no");
    }
    boolean several = schedule.has("full") && schedule.has("incremental");
    boolean toldApart = true;
    for (String series : List.of("full", "incremental")) {
      Block each = schedule.block(series);
      if (several && !each.has("prefix") && !each.has("key_pattern")) {
        toldApart = false;
        schedule.missing(
            reader, series, "the prefix or the key_pattern of %s backups".formatted(series));
      }
    }
    boolean any = schedule.has("full") || schedule.has("incremental");
    return bucket == null || !any || !toldApart
        ? null
        : new Watch(bucket, interval, Timing.atMost(interval, timeout));
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
    String pattern = block.text("key_pattern");
    if (pattern != null) {
      var unknown = new TreeSet<>(Pattern.compile(pattern).namedGroups().keySet());
      unknown.removeAll(GROUPS);
      for (String each : unknown) {
        block.problem(
            "key_pattern",
            "key_pattern has a group \"%s\"; the groups are backup, year, month, day, hour, minute and second"
                .formatted(each));
      }
    }
    return frequency == null
        ? null
        : new Series(
            frequency, retention, block.text("prefix"), pattern, block.text("start_after"));
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
