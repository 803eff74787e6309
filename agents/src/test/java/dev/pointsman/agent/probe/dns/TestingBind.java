package dev.pointsman.agent.probe.dns;

import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.TestingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Debian's BIND with the zone example.com. */
public final class TestingBind implements AutoCloseable {

  private final TestingProcess process;
  private final int port;

  private TestingBind(TestingProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  public static TestingBind start(Path folder) {
    String named = TestingProcess.program("named", "bind9");
    int port = TestingProcess.freePort();
    try {
      Files.writeString(folder.resolve("named.conf"), CONFIG.formatted(folder, port));
      String many =
          IntStream.range(0, 90)
              .mapToObj(i -> "many IN A 192.0.2." + i)
              .collect(Collectors.joining("\n"));
      Files.writeString(folder.resolve("example.zone"), ZONE.formatted(many));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestingProcess process =
        TestingProcess.start(
                folder.resolve("named.log"),
                List.of(named, "-g", "-c", folder.resolve("named.conf").toString()))
            .awaitPort(port);
    await("zones").until(() -> process.log().contains("zone example.com/IN: loaded"));
    return new TestingBind(process, port);
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }

  private static final String CONFIG =
      """
      options {
        directory "%1$s"; pid-file "named.pid"; session-keyfile "session.key";
        listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
        recursion no; allow-query { any; }; dnssec-validation no;
      };
      controls { };
      zone "example.com" { type primary; file "example.zone"; };
      """;

  private static final String ZONE =
      """
      $TTL 60
      @   IN SOA ns.example.com. admin.example.com. 7 3600 600 86400 60
          IN NS  ns.example.com.
          IN MX  10 mail.example.com.
      ns  IN A   127.0.0.1
      mail IN A  192.0.2.25
      mail IN AAAA 2001:db8::25
      mail IN TXT "v=spf1 -all"
      api IN A   192.0.2.10
      api IN A   192.0.2.11
      www IN CNAME api
      %s
      """;
}
