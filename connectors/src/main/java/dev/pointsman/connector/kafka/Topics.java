package dev.pointsman.connector.kafka;

import dev.pointsman.event.EventKind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Every topic there is, under the one name that all parts use. */
public final class Topics {

  public static final String HEALTH_CHECKS = EventKind.HEALTH_CHECK.topic();
  public static final String REPLICATION_LAG = EventKind.REPLICATION_LAG.topic();
  public static final String METRICS = EventKind.METRIC.topic();
  public static final String ALERT_RULES = "alert-rules";
  public static final String ALERTS = "alerts";
  public static final String ACTION_REQUESTS = "action-requests";
  public static final String ACTION_RESULTS = "action-results";
  public static final String OPERATOR_COMMANDS = "operator-commands";
  public static final String REJECTED_EVENTS = "rejected-events";
  public static final String UNDELIVERED_NOTIFICATIONS = "undelivered-notifications";

  /** How many partitions a topic gets where nobody chose. */
  public static final int DEFAULT_PARTITIONS = 4;

  private static final Duration READINGS_KEPT = Duration.ofDays(7);
  private static final Duration DECISIONS_KEPT = Duration.ofDays(30);

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final List<TopicDefinition> ALL =
      List.of(
          kept(HEALTH_CHECKS, READINGS_KEPT),
          kept(REPLICATION_LAG, READINGS_KEPT),
          kept(METRICS, READINGS_KEPT),
          rules(ALERT_RULES),
          kept(ALERTS, DECISIONS_KEPT),
          kept(ACTION_REQUESTS, DECISIONS_KEPT),
          kept(action("promote_replica"), DECISIONS_KEPT),
          kept(action("update_dns"), DECISIONS_KEPT),
          kept(action("notify_team"), DECISIONS_KEPT),
          kept(ACTION_RESULTS, DECISIONS_KEPT),
          kept(OPERATOR_COMMANDS, DECISIONS_KEPT),
          kept(REJECTED_EVENTS, DECISIONS_KEPT),
          kept(UNDELIVERED_NOTIFICATIONS, DECISIONS_KEPT));

  private Topics() {}

  /** The topic that carries the commands of one action of the rules' {@code actions}. */
  public static String action(String name) {
    return "actions." + name;
  }

  /**
   * A topic of rules: compacted, and of one partition, as rules are few and a reader then sees them
   * change in the order of writing.
   */
  public static TopicDefinition rules(String name) {
    return new TopicDefinition(name, 1, Map.of("cleanup.policy", "compact"));
  }

  public static List<TopicDefinition> all() {
    return ALL;
  }

  /** Creates what is missing of {@link #all()}. */
  public static Set<String> ensure(Admin admin, int partitions) throws InterruptedException {
    return ensure(admin, ALL, partitions);
  }

  /**
   * Creates the topics that are missing, with the broker's default replication, and leaves those
   * that exist as they are.
   *
   * @param partitions for the topics that do not fix their number
   * @return the names of the topics that it created
   * @throws KafkaUnavailableException if Kafka does not answer or does not allow it
   */
  public static Set<String> ensure(Admin admin, Collection<TopicDefinition> topics, int partitions)
      throws InterruptedException {
    // Asked first, so that who may not create topics can use those that are there.
    Set<String> existing = names(admin);
    var results =
        admin
            .createTopics(
                topics.stream()
                    .filter(each -> !existing.contains(each.name()))
                    .map(each -> each.newTopic(partitions))
                    .toList())
            .values();
    var created = new TreeSet<String>();
    for (var result : results.entrySet()) {
      try {
        result.getValue().get();
        created.add(result.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new KafkaUnavailableException(
              "cannot create topic " + result.getKey() + ": " + e.getMessage(), e);
        }
      }
    }
    awaitKnown(admin, created);
    return created;
  }

  /**
   * Brokers hear of a new topic a little later than its creation is acknowledged, and lead its
   * partitions a little later again. What a producer sends between these two may be refused while
   * what it sends next is not, and then never comes into its order again.
   */
  private static void awaitKnown(Admin admin, Set<String> created) throws InterruptedException {
    long giveUp = System.nanoTime() + KNOWN_WITHIN.toNanos();
    while (true) {
      try {
        admin.listOffsets(ends(admin.describeTopics(created).allTopicNames().get())).all().get();
        return;
      } catch (ExecutionException e) {
        boolean isUnknown = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!isUnknown || System.nanoTime() - giveUp > 0) {
          throw new KafkaUnavailableException(
              "topics that were created are not there: " + e.getMessage(), e);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
      }
    }
  }

  /** Asks the leader of each partition. */
  private static Map<TopicPartition, OffsetSpec> ends(Map<String, TopicDescription> topics) {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    topics.forEach(
        (name, topic) ->
            topic
                .partitions()
                .forEach(
                    each ->
                        ends.put(new TopicPartition(name, each.partition()), OffsetSpec.latest())));
    return ends;
  }

  private static Set<String> names(Admin admin) throws InterruptedException {
    try {
      return admin.listTopics().names().get();
    } catch (ExecutionException e) {
      throw new KafkaUnavailableException("cannot list the topics: " + e.getMessage(), e);
    }
  }

  /**
   * Creates what is missing of {@link #all()}.
   *
   * @param patience how long to look for Kafka
   * @throws KafkaUnavailableException if Kafka does not answer or does not allow it
   */
  public static void ensure(KafkaSettings kafka, Duration patience) throws InterruptedException {
    kafka.requireReachable(patience);
    try (Admin admin = Admin.create(kafka.admin())) {
      ensure(admin, DEFAULT_PARTITIONS);
    }
  }

  private static TopicDefinition kept(String name, Duration retention) {
    return new TopicDefinition(
        name,
        null,
        Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis())));
  }
}
