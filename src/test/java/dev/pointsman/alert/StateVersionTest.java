package dev.pointsman.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Labels;
import dev.pointsman.window.WindowFormat;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateVersionTest {

  @Test
  void todaysStateIsOfTheseVersions() {
    var memory = StoredMemory.of(new GroupMemory(), Labels.EMPTY);
    assertThat(GroupMemoryCodec.INSTANCE.toBytes(memory))
        .isEqualTo(new byte[] {2, 5, 0, 0, 0, 0, 0});
    assertThat(OpenAlertsCodec.INSTANCE.toBytes(new OpenAlerts())).isEqualTo(new byte[] {1, 0});
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 3, -1})
  void stateOfAnUnknownVersionIsRefusedByItsNumber(byte version) {
    assertThatThrownBy(() -> GroupMemoryCodec.INSTANCE.fromBytes(new byte[] {version, 0, 0}))
        .isInstanceOf(IOException.class)
        .hasMessage("group memory of version " + version + "; this release reads up to 2");
    assertThatThrownBy(() -> OpenAlertsCodec.INSTANCE.fromBytes(new byte[] {version, 0}))
        .isInstanceOf(IOException.class)
        .hasMessage("open alerts of version " + version + "; this release reads up to 1");
  }

  @Test
  void aRunOfAnUnknownKindIsRefused() {
    assertThatThrownBy(() -> WindowFormat.readRun(input(9), 0))
        .isInstanceOf(IOException.class)
        .hasMessage("a run of the unknown kind 9");
    byte[] comparison = {1, 0, 1, 1, 'r', 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, '~', 0, 0};
    assertThatThrownBy(() -> GroupMemoryCodec.INSTANCE.fromBytes(comparison))
        .isInstanceOf(IOException.class)
        .hasMessage("the unknown comparison ~");
  }

  @Test
  void anAlertInAnUnknownPhaseIsRefused() {
    byte[] bytes = {1, 1, 1, 'a', 9, 0};
    assertThatThrownBy(() -> OpenAlertsCodec.INSTANCE.fromBytes(bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("an alert in the unknown phase 9");
  }

  private static DataInputStream input(int... bytes) {
    var all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return new DataInputStream(new ByteArrayInputStream(all));
  }
}
