package dev.pointsman.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {

  private Path folder;

  @BeforeEach
  void setFolder(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void clientPropertiesReachEveryClient() throws IOException {
    KafkaSettings settings = withSecret();

    for (var properties :
        new Properties[] {
          settings.client(), settings.admin(), settings.producer(), settings.consumer()
        }) {
      assertThat(properties)
          .containsEntry("bootstrap.servers", "kafka:9092")
          .containsEntry("security.protocol", "SASL_SSL")
          .containsEntry("sasl.jaas.config", "password=hunter2");
    }
  }

  @Test
  void whatOurGuaranteesNeedCannotBeOverridden() throws IOException {
    KafkaSettings settings = with("acks=0\nenable.auto.commit=true\nbootstrap.servers=other:1\n");

    assertThat(settings.producer()).containsEntry("acks", "all");
    assertThat(settings.consumer()).containsEntry("enable.auto.commit", "false");
    assertThat(settings.client()).containsEntry("bootstrap.servers", "kafka:9092");
  }

  @Test
  void aSecretIsNotShown() throws IOException {
    assertThat(withSecret()).hasToString("Kafka at kafka:9092");
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> KafkaSettings.load("kafka:9092", folder.resolve("none.properties")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void settingsTravelWithAJob() throws Exception {
    var bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(withSecret());
    var read =
        (KafkaSettings)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(read.client()).isEqualTo(withSecret().client());
  }

  private KafkaSettings withSecret() throws IOException {
    return with("security.protocol=SASL_SSL\nsasl.jaas.config=password=hunter2\n");
  }

  private KafkaSettings with(String content) throws IOException {
    return KafkaSettings.load(
        "kafka:9092", Files.writeString(folder.resolve("client.properties"), content));
  }
}
