package dev.pointsman.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingProcess;
import dev.pointsman.agent.probe.OneRun;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

class DnsCheckIT {

  @TempDir private static Path folder;
  private static @Nullable TestingBind bind;

  @BeforeAll
  static void startBind() {
    bind = TestingBind.start(folder);
  }

  @AfterAll
  static void stopBind() {
    if (bind != null) {
      bind.close();
    }
  }

  @Test
  void anAnswerIsUpWhereAllThatIsExpectedIsInIt() {
    assertThat(ask("api.example.com", Type.A).error()).isNull();
    assertThat(ask("api.example.com", Type.A, "192.0.2.11").error()).isNull();
    assertThat(ask("example.com", Type.MX, "10 mail.example.com").error()).isNull();
    assertThat(ask("www.example.com", Type.CNAME, "API.example.com.").error()).isNull();
    assertThat(ask("www.example.com", Type.A, "192.0.2.10").error()).isNull();
  }

  @Test
  void addressesMayBeShortenedAndTextsNeedNoQuotes() {
    assertThat(ask("mail.example.com", Type.AAAA, "2001:DB8::25").error()).isNull();
    assertThat(ask("mail.example.com", Type.AAAA, "2001:db8:0:0:0:0:0:25").error()).isNull();
    assertThat(ask("mail.example.com", Type.TXT, "v=spf1 -all").error()).isNull();
    assertThat(ask("mail.example.com", Type.TXT, "\"v=spf1 -all\"").error()).isNull();
  }

  @Test
  void anotherAnswerIsDown() {
    Outcome outcome = ask("ns.example.com", Type.A, "192.0.2.99");
    assertThat(outcome.reason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
    assertThat(outcome.error()).isEqualTo("A ns.example.com is 127.0.0.1, expected 192.0.2.99");
  }

  @Test
  void aNameOrATypeThatIsNotThereIsDown() {
    assertThat(ask("none.example.com", Type.A).error())
        .isEqualTo("NXDOMAIN for A none.example.com, expected NOERROR");
    assertThat(ask("api.example.com", Type.AAAA).error())
        .isEqualTo("api.example.com has no AAAA record");
    assertThat(ask("example.org", Type.A).error())
        .isEqualTo("REFUSED for A example.org, expected NOERROR");
  }

  @Test
  void anAnswerTooLongForUdpIsAskedForOverTcp() {
    assertThat(ask("many.example.com", Type.A, "192.0.2.89").error()).isNull();
  }

  @Test
  void aPortWhereNobodyListensIsRefused() {
    Outcome outcome =
        OneRun.of(check("api.example.com", Type.A, TestingProcess.freePort(), List.of()));
    assertThat(outcome.error()).isEqualTo("connection refused");
  }

  @Test
  void aServerThatDoesNotAnswerTimesOut() throws IOException {
    try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var check = check("api.example.com", Type.A, silent.getLocalPort(), List.of());
      assertThat(OneRun.of(check, Duration.ofMillis(400)).error())
          .isEqualTo("no answer within 400 ms (waiting for the answer)");
    }
  }

  @Test
  void whatDoesNotAnswerTheQuestionIsDroppedAndTheAnswerWaitedFor() throws IOException {
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var thread = new Thread(() -> answerAfterStrays(server), "name server with strays");
      thread.start();
      var check = check("api.example.com", Type.A, server.getLocalPort(), List.of("192.0.2.10"));
      assertThat(OneRun.of(check).error()).isNull();
    }
  }

  private static void answerAfterStrays(DatagramSocket server) {
    var packet = new DatagramPacket(new byte[4096], 4096);
    try {
      server.receive(packet);
      var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
      Message answer = new Message(query.getHeader().getID());
      answer.getHeader().setFlag(Flags.QR);
      answer.addRecord(query.getQuestion(), Section.QUESTION);
      answer.addRecord(
          Record.fromString(
              query.getQuestion().getName(), Type.A, DClass.IN, 60, "192.0.2.10", Name.root),
          Section.ANSWER);
      byte[] good = answer.toWire();
      byte[] otherId = good.clone();
      otherId[1] ^= 1;
      byte[] otherName = good.clone();
      otherName[13] = 'x';
      byte[] echo = Arrays.copyOf(packet.getData(), packet.getLength());
      byte[] garbage = "what is this?".repeat(10).getBytes(StandardCharsets.US_ASCII);
      for (byte[] each :
          List.of(new byte[0], new byte[2], garbage, otherId, otherName, echo, good)) {
        server.send(new DatagramPacket(each, each.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatThisMachineForbidsIsNotTheServersFault() {
    // The system lets nobody send to all machines who did not ask for that.
    DnsCheck check =
        new DnsCheck("255.255.255.255", 53, Name.root, Type.NS, Rcode.NOERROR, List.of());
    Outcome outcome = OneRun.of(check);
    assertThat(outcome.reason()).isEqualTo(Reason.LOCAL_FAULT);
    assertThat(outcome.error()).isEqualTo("this machine forbids it: see its own firewall");
  }

  private static Outcome ask(String name, int type, String... answers) {
    return OneRun.of(check(name, type, Objects.requireNonNull(bind).port(), List.of(answers)));
  }

  private static DnsCheck check(String name, int type, int port, List<String> answers) {
    try {
      return new DnsCheck(
          "127.0.0.1", port, Name.fromString(name, Name.root), type, Rcode.NOERROR, answers);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
