package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The section {@code replication}; a part is null where the document leaves it out. */
public record Replication(@Nullable Database database, @Nullable Storage storage) {

  /**
   * How the database is replicated.
   *
   * @param mode {@code synchronous}, {@code asynchronous} or null
   * @param strategy {@code streaming}, {@code logical} or null
   * @param maxLagBytes null where no lag is declared too much
   * @param syncCommit PostgreSQL's {@code synchronous_commit} as it should be, or null
   * @param cluster where it runs; null where nobody said
   */
  public record Database(
      String type,
      @Nullable String mode,
      @Nullable String strategy,
      @Nullable Long maxLagBytes,
      @Nullable String syncCommit,
      @Nullable DatabaseCluster cluster) {}

  /**
   * How objects are replicated.
   *
   * @param mode such as {@code cross_region}, or null
   * @param versioning whether buckets keep versions, or null
   * @param transitionToGlacier age at which objects move to the archive, or null
   * @param watch how agents measure it, or null where they do not
   */
  public record Storage(
      String type,
      @Nullable String mode,
      @Nullable Boolean versioning,
      @Nullable Duration transitionToGlacier,
      @Nullable Canary watch) {}

  /**
   * An object that is written again and again, to see it arrive elsewhere.
   *
   * @param source where it is written
   * @param destinations where it should arrive, at least one
   * @param prefix of its key
   * @param interval between two times it is written
   * @param timeout of writing it and seeing it arrive; not longer than the interval
   */
  public record Canary(
      S3Bucket source,
      List<S3Bucket> destinations,
      String prefix,
      Duration interval,
      Duration timeout) {

    public Canary {
      destinations = List.copyOf(destinations);
    }
  }

  private static final ObjectType SETTINGS =
      ObjectType.of(
          "replication.database.settings",
          optional("max_lag", Scalars.SIZE, "How far a replica may be behind, such as 100KB."),
          optional(
              "sync_commit",
              Shapes.oneOf("on", "off", "local", "remote_write", "remote_apply"),
              "PostgreSQL's synchronous_commit as it should be."));

  private static final ObjectType DATABASE =
      ObjectType.of(
              "replication.database",
              required("type", Shapes.oneOf("postgresql"), "The kind of database."),
              optional(
                  "mode",
                  Shapes.oneOf("synchronous", "asynchronous"),
                  "Whether a commit waits for a replica."),
              optional("strategy", Shapes.oneOf("streaming", "logical"), "How changes travel."),
              optional("settings", Shapes.object(SETTINGS), "Limits and settings."))
          .with(DatabaseCluster.KEYS);

  private static final ObjectType LIFECYCLE =
      ObjectType.of(
          "replication.storage.lifecycle",
          optional(
              "transition_to_glacier", Scalars.DAYS, "Days after which objects are archived."));

  private static final ObjectType CANARY =
      ObjectType.of(
          "replication.storage.canary",
          optional("prefix", Shapes.TEXT, "How its key begins; default: pointsman-canary/."),
          optional("interval", Scalars.SECONDS, "Between two times it is written; default 1m."),
          optional("timeout", Scalars.SECONDS, "Of seeing it arrive; default 30 (seconds)."));

  private static final ObjectType STORAGE =
      ObjectType.of(
          "replication.storage",
          required("type", Shapes.oneOf("s3"), "The kind of storage."),
          optional(
              "mode", Shapes.oneOf("cross_region", "same_region"), "Where objects are copied to."),
          optional(
              "versioning", Shapes.oneOf("enabled", "suspended"), "Whether versions are kept."),
          optional("lifecycle", Shapes.object(LIFECYCLE), "What becomes of old objects."),
          optional("source", Shapes.object(S3Bucket.TYPE), "The bucket that is replicated."),
          optional("destinations", Shapes.objects(S3Bucket.TYPE), "The buckets it goes to."),
          optional("canary", Shapes.object(CANARY), "The object by which it is measured."),
          optional(
              "collect",
              Scalars.TRUTH,
              "Whether pointsman collect measures it (the default) or something else does."));

  static final Section<Replication> SECTION =
      Section.of(
          "replication",
          "How data gets to the other region.",
          ObjectType.of(
              "replication",
              optional("database", Shapes.object(DATABASE), "The database."),
              optional("storage", Shapes.object(STORAGE), "Objects.")),
          Replication::read);

  private static @Nullable Replication read(Block block) {
    Database database = database(block.block("database"));
    Storage storage = storage(block.block("storage"));
    return block.sound() ? new Replication(database, storage) : null;
  }

  private static @Nullable Database database(Block block) {
    String type = block.text("type");
    Block settings = block.block("settings");
    DatabaseCluster cluster = DatabaseCluster.read(block);
    return type == null
        ? null
        : new Database(
            type,
            block.text("mode"),
            block.text("strategy"),
            settings.size("max_lag"),
            settings.text("sync_commit"),
            cluster);
  }

  private static @Nullable Storage storage(Block block) {
    String type = block.text("type");
    Canary canary = canary(block);
    return type == null
        ? null
        : new Storage(
            type,
            block.text("mode"),
            block.as("versioning", "enabled"::equals),
            block.block("lifecycle").days("transition_to_glacier"),
            canary);
  }

  private static @Nullable Canary canary(Block block) {
    Block canary = block.block("canary");
    Duration interval = canary.seconds("interval", Duration.ofMinutes(1));
    Duration timeout = canary.seconds("timeout", Timing.atMost(interval, Duration.ofSeconds(30)));
    canary.requireTimeoutWithin(interval, timeout);
    AgentKind reader = block.truth("collect", true) ? AgentKind.COLLECT : null;
    S3Bucket source = S3Bucket.read(block.block("source"), reader);
    List<S3Bucket> destinations =
        block.blocks("destinations").stream()
            .map(each -> S3Bucket.read(each, reader))
            .filter(Objects::nonNull)
            .toList();
    if (!block.present() || reader == null) {
      return null;
    }
    for (String key : List.of("source", "destinations")) {
      if (!block.has(key)) {
        block.missing(reader, "the %s of the objects, or collect: no".formatted(key));
      }
    }
    return source == null || destinations.isEmpty()
        ? null
        : new Canary(
            source,
            destinations,
            canary.text("prefix", "pointsman-canary/"),
            interval,
            Timing.atMost(interval, timeout));
  }
}
