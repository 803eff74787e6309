package dev.pointsman.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.connector.http.Secret;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void aNameWithoutAnAddressIsSaidToBeUnknownAndNotMerelyNamed() {
    var thrown =
        new SQLException(
            "The connection attempt failed.", "08001", new UnknownHostException("orders-1"));
    assertThat(Failure.of(thrown, null))
        .isEqualTo(new Failure(Failure.Reason.UNREACHABLE, "unknown host", true));
  }

  @Test
  void whatAServerSaysIsOneShortLineWithoutThePassword() {
    var thrown =
        new SQLException(
            "FATAL: no PgSecret55\n2026-01-01 INFO \u001b[2Jall is well" + "x".repeat(200_000),
            "28P01");
    assertThat(Failure.of(thrown, Secret.of("PgSecret55")).message())
        .startsWith("FATAL: no (secret) 2026-01-01 INFO [2Jall is well")
        .hasSize(200);
  }

  @Test
  void aServerWithoutTlsIsToldWithTheSettingForIt() {
    assertThat(Failure.of(new SQLException("The server does not support SSL.", "08004"), null))
        .isEqualTo(
            new Failure(
                Failure.Reason.TLS,
                "The server does not support SSL. (sslmode: disable asks without TLS)",
                false));
  }

  @Test
  void aServerThatWantsTlsIsNotToldSo() {
    String message = "FATAL: no pg_hba.conf entry for host \"10.0.0.1\", SSL off";
    assertThat(Failure.of(new SQLException(message, "28000"), null))
        .isEqualTo(new Failure(Failure.Reason.TLS, message, false));
  }

  @Test
  void anUnreachableNetworkIsNoAnswerAndABrokenConnectionIsOne() {
    assertThat(failure(new SocketException("Network is unreachable")).silence()).isTrue();
    assertThat(failure(new SocketException("Connection reset")).silence()).isFalse();
  }

  private static Failure failure(Exception cause) {
    return Failure.of(new SQLException("The connection attempt failed.", "08001", cause), null);
  }
}
