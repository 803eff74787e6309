package dev.pointsman.agent.scrape;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate that signed itself, with its key, made by the JDK's keytool. */
final class TestingCertificate {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore keys;
  private final String name;
  private final Path folder;

  private TestingCertificate(KeyStore keys, String name, Path folder) {
    this.keys = keys;
    this.name = name;
    this.folder = folder;
  }

  static TestingCertificate make(Path folder, String name, String subjectNames) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + subjectNames,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    if (!keytool.waitFor(60, SECONDS) || keytool.exitValue() != 0) {
      throw new AssertionError("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return new TestingCertificate(keys, name, folder);
  }

  /** The certificate in a file. */
  Path pem() throws Exception {
    return write("CERTIFICATE", "-cert.pem", keys.getCertificate(name).getEncoded());
  }

  /** The key in a file. */
  Path key() throws Exception {
    return write("PRIVATE KEY", "-key.pem", keys.getKey(name, PASSWORD).getEncoded());
  }

  private Path write(String kind, String file, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        folder.resolve(name + file),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  /**
   * Server sockets with this certificate.
   *
   * @param client that is asked for, or null for none
   */
  ServerSocketFactory sockets(@Nullable TestingCertificate client) {
    try {
      var manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      manager.init(keys, PASSWORD);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      TestingCertificate peer = client == null ? this : client;
      trusted.setCertificateEntry("peer", peer.keys.getCertificate(peer.name));
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(manager.getKeyManagers(), trust.getTrustManagers(), null);
      return new Asking(context.getServerSocketFactory(), client != null);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Asks for a client's certificate where it is told to. */
  private static final class Asking extends ServerSocketFactory {

    private final SSLServerSocketFactory factory;
    private final boolean ask;

    Asking(SSLServerSocketFactory factory, boolean ask) {
      this.factory = factory;
      this.ask = ask;
    }

    private ServerSocket asking(ServerSocket socket) {
      ((SSLServerSocket) socket).setNeedClientAuth(ask);
      return socket;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return asking(factory.createServerSocket(port));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return asking(factory.createServerSocket(port, backlog));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      return asking(factory.createServerSocket(port, backlog, address));
    }
  }
}
