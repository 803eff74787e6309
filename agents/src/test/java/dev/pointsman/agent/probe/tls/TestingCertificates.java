package dev.pointsman.agent.probe.tls;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority of its own, and certificates that it issues with OpenSSL, in a folder. */
public final class TestingCertificates {

  private final Path folder;

  private TestingCertificates(Path folder) {
    this.folder = folder;
  }

  /** An authority with an intermediate one below it. */
  public static TestingCertificates in(Path folder) {
    var made = new TestingCertificates(folder);
    made.key("ca");
    made.openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        "ca.key",
        "-subj",
        "/CN=Testing CA",
        "-days",
        "3650",
        "-addext",
        "basicConstraints=critical,CA:TRUE",
        "-out",
        "ca.pem");
    made.request("intermediate", "/CN=Testing intermediate");
    made.sign("intermediate", "ca", "basicConstraints=critical,CA:TRUE", 3650);
    return made;
  }

  public Path ca() {
    return file("ca.pem");
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /** A certificate with these names by the intermediate authority, {@code NAME.pem} with chain. */
  public void issue(String name, String subjectAltName, int days) {
    request(name, "/CN=" + name);
    sign(name, "intermediate", "subjectAltName=" + subjectAltName, days);
    try {
      Files.writeString(
          file(name + ".pem"),
          Files.readString(file(name + ".pem")) + Files.readString(file("intermediate.pem")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A certificate whose last day was yesterday. */
  public void issueExpired(String name, String subjectAltName) {
    request(name, "/CN=" + name);
    write("index.txt", "");
    write("serial", "1000\n");
    write(
        "ca.cnf",
        """
        [ca]
        default_ca = it
        [it]
        database = index.txt
        serial = serial
        new_certs_dir = .
        default_md = sha256
        policy = any
        x509_extensions = names
        [any]
        commonName = supplied
        [names]
        subjectAltName = %s
        """
            .formatted(subjectAltName));
    openssl(
        "ca",
        "-batch",
        "-config",
        "ca.cnf",
        "-cert",
        "ca.pem",
        "-keyfile",
        "ca.key",
        "-in",
        name + ".csr",
        "-out",
        name + ".pem",
        "-notext",
        "-startdate",
        "20200101000000Z",
        "-enddate",
        "20200201000000Z");
  }

  /** A certificate that nobody but itself answers for. */
  public void selfSign(String name, String subjectAltName) {
    key(name);
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        name + ".key",
        "-subj",
        "/CN=" + name,
        "-days",
        "90",
        "-addext",
        "subjectAltName=" + subjectAltName,
        "-out",
        name + ".pem");
  }

  private void key(String name) {
    openssl(
        "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", name + ".key");
  }

  private void request(String name, String subject) {
    key(name);
    openssl("req", "-new", "-key", name + ".key", "-subj", subject, "-out", name + ".csr");
  }

  private void sign(String name, String issuer, String extension, int days) {
    write(name + ".ext", extension + "\n");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        issuer + ".pem",
        "-CAkey",
        issuer + ".key",
        "-set_serial",
        Integer.toString(Math.floorMod(name.hashCode(), 1_000_000) + 1),
        "-days",
        Integer.toString(days),
        "-extfile",
        name + ".ext",
        "-out",
        name + ".pem");
  }

  private void write(String name, String text) {
    try {
      Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openssl(String... arguments) {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    File log = file("openssl.log").toFile();
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(
            command + " failed: " + Files.readString(log.toPath(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
