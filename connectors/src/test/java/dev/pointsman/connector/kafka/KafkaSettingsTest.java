package dev.pointsman.connector.kafka;

import static org.assertj.core.api.Assertions.as;
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
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.assertj.core.api.InstanceOfAssertFactories;
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
  void whatIsNoPropertiesFileIsNamed() throws IOException {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
    assertThatThrownBy(() -> KafkaSettings.load("kafka:9092", binary))
        .hasMessage(binary + " is not a properties file");
    Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> KafkaSettings.load("kafka:9092", large))
        .hasMessage(large + " is too long for a properties file");
    assertThatThrownBy(() -> KafkaSettings.load("kafka:9092", folder))
        .hasMessage(folder + " is a folder, not a properties file");
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

  @Test
  void whatCanNeverWorkIsNamed() throws IOException {
    for (String servers : List.of("localhost", "a:9092,b", "a:", ":9092", "a:99999", ",")) {
      assertThatThrownBy(() -> KafkaSettings.of(servers).requireUsable())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("bootstrap servers: ");
    }
    assertUnusable("security.protocol=SASL_SSLX", "security.protocol", "SASL_SSLX");
    assertUnusable("compression.type=lz4\nrequest.timeout.ms=soon", "request.timeout.ms");
    assertUnusable("delivery.timeout.ms=1", "delivery.timeout.ms");
    assertUnusable(
        "security.protocol=SSL\nssl.truststore.location=" + folder.resolve("none.jks"),
        "ssl.truststore.location",
        "none.jks is not there");
    Path noStore = Files.writeString(folder.resolve("text.jks"), "text");
    assertUnusable("security.protocol=ssl\nssl.truststore.location=" + noStore, noStore.toString());
    String plain =
        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config="
            + PlainLoginModule.class.getName();
    assertUnusable(plain + " required password=hunter2 hunter2", "sasl.jaas.config");
    assertUnusable(plain + " hunter2", "sasl.jaas.config");
    assertUnusable("security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN", "sasl.jaas.config");
  }

  private void assertUnusable(String content, String... named) throws IOException {
    KafkaSettings settings = with(content);
    assertThatThrownBy(settings::requireUsable)
        .as(content)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Kafka client settings: ")
        .hasMessageContainingAll(named)
        .extracting(Throwable::getMessage, as(InstanceOfAssertFactories.STRING))
        .doesNotContain("hunter2");
  }

  @Test
  void whatMayWorkOnceKafkaIsThereIsTaken() throws IOException {
    KafkaSettings.of("kafka.invalid:9092, [::1]:9092").requireUsable();
    with("security.protocol=SASL_SSL\n"
            + "sasl.mechanism=SCRAM-SHA-512\n"
            + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
            + " required username=\"a\" password=\"hunter2\";")
        .requireUsable();
    // The ticket's server may be away as Kafka may.
    with("security.protocol=SASL_PLAINTEXT\nsasl.kerberos.service.name=kafka").requireUsable();
  }

  private KafkaSettings withSecret() throws IOException {
    return with("security.protocol=SASL_SSL\nsasl.jaas.config=password=hunter2\n");
  }

  private KafkaSettings with(String content) throws IOException {
    return KafkaSettings.load(
        "kafka:9092", Files.writeString(folder.resolve("client.properties"), content));
  }
}
