package dev.pointsman.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(Failure.of(thrown))
        .isEqualTo(new Failure(Failure.Reason.UNREACHABLE, "unknown host", true));
  }

  @Test
  void anUnreachableNetworkIsNoAnswerAndABrokenConnectionIsOne() {
    assertThat(failure(new SocketException("Network is unreachable")).silence()).isTrue();
    assertThat(failure(new SocketException("Connection reset")).silence()).isFalse();
  }

  private static Failure failure(Exception cause) {
    return Failure.of(new SQLException("The connection attempt failed.", "08001", cause));
  }
}
