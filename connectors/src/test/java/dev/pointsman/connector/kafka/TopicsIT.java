package dev.pointsman.connector.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicsIT {

  @Test
  void whatIsMissingIsCreatedOnce() throws Exception {
    try (TestingKafka kafka = TestingKafka.start();
        Admin admin = Admin.create(kafka.settings().admin())) {
      kafka.createTopic(Topics.ALERTS, 1);

      assertThat(Topics.ensure(admin, 3))
          .hasSize(Topics.all().size() - 1)
          .doesNotContain(Topics.ALERTS);
      assertThat(Topics.ensure(admin, 3)).isEmpty();

      assertThat(partitions(admin, Topics.METRICS)).isEqualTo(3);
      assertThat(partitions(admin, Topics.ALERTS)).isEqualTo(1);
      assertThat(partitions(admin, Topics.ALERT_RULES)).isEqualTo(1);
      assertThat(setting(admin, Topics.ALERT_RULES, "cleanup.policy")).isEqualTo("compact");
      assertThat(setting(admin, Topics.METRICS, "retention.ms")).isEqualTo("604800000");
    }
  }

  private static int partitions(Admin admin, String topic) throws Exception {
    var description = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
    return requireNonNull(description).get().partitions().size();
  }

  private static String setting(Admin admin, String topic, String name) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var settings = admin.describeConfigs(List.of(resource)).values().get(resource);
    return requireNonNull(settings).get().get(name).value();
  }
}
