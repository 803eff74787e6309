package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheTest {

  @Test
  void withoutAddressesItIsSoundAndCannotBeCollected() {
    ConfigResult result = load("cache:\n  type: redis\n");

    assertThat(result.problems()).isEmpty();
    assertThat(result.missing(AgentKind.COLLECT).stream().map(Object::toString))
        .containsExactly(
            "ha.yaml:2:3: pointsman collect needs the addresses of the cache, or collect: no");
  }

  @Test
  void thatSentinelsAreNotAskedIsToldWhereNodesAre() {
    String sentinel = "cache:\n  type: redis\n  mode: sentinel\n";
    assertThat(load(sentinel + "  addresses: [a]\n").notices().stream().map(Object::toString))
        .singleElement()
        .asString()
        .startsWith("ha.yaml:3:9: ")
        .contains("sentinels");
    assertThat(load(sentinel + "  collect: no\n").notices()).isEmpty();
  }

  @Test
  void nothingIsMissingWhereSomethingElseCollects() {
    assertThat(load("cache:\n  type: redis\n  collect: no\n").missing(AgentKind.COLLECT)).isEmpty();
  }

  @Test
  void everyProblemIsToldWithItsPlace() {
    assertThat(
            problems(
                """
                cache:
                  type: redis
                  adresses: [a]
                  addresses: ["a:b", "c:70000", "d"]
                  username: u
                  interval: 5
                  timeout: 10s
                  tls: {key_file: k}
                """))
        .containsExactly(
            "ha.yaml:3:3: unknown key \"adresses\": did you mean \"addresses\"? cache has the keys"
                + " type, mode, version, nodes, configuration, persistence, name, collect,"
                + " addresses, username, password_env, password_file, tls, interval, timeout",
            "ha.yaml:4:15: an entry of addresses must be host or host:port, not \"a:b\"",
            "ha.yaml:4:22: an entry of addresses must be host or host:port, not \"c:70000\"",
            "ha.yaml:5:13: a username needs password_env or password_file beside it",
            "ha.yaml:7:12: the timeout (10s) must not be longer than the interval (5s)",
            "ha.yaml:8:8: certificate_file and key_file belong together");
  }

  @Test
  void aPasswordHasOnePlace() {
    assertThat(
            problems(
                """
                cache:
                  type: redis
                  addresses: [a]
                  password_env: P
                  password_file: p
                """))
        .containsExactly("ha.yaml:5:3: password_env and password_file exclude each other");
  }

  private static List<String> problems(String yaml) {
    return load(yaml).problems().stream().map(Object::toString).toList();
  }

  private static ConfigResult load(String yaml) {
    return ConfigLoader.loadTexts(Map.of("ha.yaml", yaml));
  }
}
