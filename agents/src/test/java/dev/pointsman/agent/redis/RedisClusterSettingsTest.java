package dev.pointsman.agent.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.redis.RedisDeclaration.SaveInterval;
import dev.pointsman.config.Cache;
import dev.pointsman.config.ConfigLoader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClusterSettingsTest {

  private static final String REFERENCE =
      """
      cache:
        type: redis
        mode: cluster
        version: 6.x
        nodes:
          count: 6
          type: cache.r6g.large
        configuration:
          maxmemory_policy: volatile-lru
          cluster_enabled: yes
        persistence:
          aof_enabled: yes
          rdb_enabled: yes
          save_intervals:
            - seconds: 900
              changes: 1
            - seconds: 300
              changes: 10
      """;

  @TempDir Path folder;

  @Test
  void noMoreNodesAreAskedThanSomeTimesWhatIsDeclared() {
    assertThat(settings(6, 1).mostNodes()).isEqualTo(24);
    assertThat(settings(1, 9).mostNodes()).as("all that the configuration names").isEqualTo(9);
    assertThat(settings(null, 1).mostNodes()).isEqualTo(1000);
    assertThat(settings(Integer.MAX_VALUE, 1).mostNodes()).isEqualTo(1000);
  }

  private static RedisClusterSettings settings(@Nullable Integer declared, int addresses) {
    return new RedisClusterSettings(
        "sessions",
        Collections.nCopies(addresses, InetSocketAddress.createUnresolved("cache", 6379)),
        RedisAccess.OPEN,
        new RedisDeclaration(null, declared, null, null, null, null, List.of()),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5));
  }

  @Test
  void theReferenceIsWhatIsDeclared() {
    RedisClusterSettings settings =
        Objects.requireNonNull(settings(REFERENCE + "  addresses: [cache-1, 'cache-2:7000']\n"));

    assertThat(settings.cluster()).isEqualTo("cache");
    assertThat(settings.addresses())
        .extracting(each -> each.getHostString() + " " + each.getPort())
        .containsExactly("cache-1 6379", "cache-2 7000");
    assertThat(settings.access()).isEqualTo(RedisAccess.OPEN);
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.declared())
        .isEqualTo(
            new RedisDeclaration(
                "cluster",
                6,
                "6.x",
                "volatile-lru",
                true,
                true,
                List.of(
                    new SaveInterval(Duration.ofMinutes(15), 1),
                    new SaveInterval(Duration.ofMinutes(5), 10))));
  }

  @Test
  void withoutSnapshotsNoneIsDue() {
    var settings =
        settings(REFERENCE.replace("rdb_enabled: yes", "rdb_enabled: no") + "  addresses: [a]\n");
    assertThat(Objects.requireNonNull(settings).declared().saveIntervals()).isEmpty();
  }

  @Test
  void whatSomethingElseCollectsIsLeftAlone() {
    assertThat(settings(REFERENCE + "  addresses: [a]\n  collect: no\n")).isNull();
  }

  @Test
  void thePasswordIsReadAnewEachTimeAndShownNowhere() throws IOException {
    Path file = folder.resolve("password");
    RedisClusterSettings settings =
        Objects.requireNonNull(
            settings(
                REFERENCE
                    + "  addresses: [a]\n  username: pointsman\n  password_file: "
                    + file
                    + "\n"));
    var password = Objects.requireNonNull(settings.access().password());

    assertThatThrownBy(password::get).hasMessage("there is no file " + file);
    Files.writeString(file, "first\n");
    assertThat(password.get().reveal()).isEqualTo("first");
    Files.writeString(file, "second\n");
    assertThat(password.get().reveal()).isEqualTo("second");
    assertThat(settings.toString()).doesNotContain("second");
  }

  @Test
  void aVariableThatIsNotSetIsNamed() {
    var settings = settings(REFERENCE + "  addresses: [a]\n  password_env: REDIS_PASSWORD\n");
    var password = Objects.requireNonNull(Objects.requireNonNull(settings).access().password());
    assertThatThrownBy(password::get).hasMessage("the variable REDIS_PASSWORD is not set");
  }

  @Test
  void aFileForTlsThatIsMissingIsNamed() {
    assertThatThrownBy(() -> settings(REFERENCE + "  addresses: [a]\n  tls: {ca_file: /no/ca}\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no file /no/ca");
  }

  private static @Nullable RedisClusterSettings settings(String yaml) {
    Cache cache =
        Objects.requireNonNull(ConfigLoader.loadTexts(Map.of("ha.yaml", yaml)).config().cache());
    return RedisClusterSettings.of(cache, new ConfiguredSecrets(Map.of())::find);
  }
}
