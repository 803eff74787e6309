package dev.pointsman.agent.probe.tls;

import dev.pointsman.agent.probe.Attempt;
import dev.pointsman.agent.probe.Failures;
import dev.pointsman.agent.probe.Phase;
import dev.pointsman.config.ClientIdentity;
import dev.pointsman.config.TlsOptions;
import io.grpc.netty.GrpcSslContexts;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS connections, each with a handshake in full, as a client that comes for the first time.
 */
public final class TlsClient {

  /** Does not matter where every connection has a session of its own. */
  private static final int SESSIONS_KEPT = 1;

  private final SslContext strict;
  private final SslContext looking;
  private final SslContext http2;
  private final X509TrustManager trust;
  private final @Nullable String serverName;

  /** Stands in for the port, by which sessions are found again: so none is. */
  private final AtomicInteger session = new AtomicInteger();

  private TlsClient(TlsOptions options) throws SSLException {
    trust = trust(options.authorities());
    serverName = options.serverName();
    strict = build(builder(options).trustManager(trust).endpointIdentificationAlgorithm("HTTPS"));
    looking = build(builder(options).trustManager(InsecureTrustManagerFactory.INSTANCE));
    http2 =
        build(
            GrpcSslContexts.configure(builder(options), SslProvider.JDK)
                .trustManager(trust)
                .endpointIdentificationAlgorithm("HTTPS"));
  }

  /**
   * A client; reads the files of the options.
   *
   * @throws IllegalArgumentException where one cannot be read or used
   */
  public static TlsClient of(TlsOptions options) {
    try {
      return new TlsClient(options);
    } catch (SSLException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** The name that the server is asked for, and that its certificate must have. */
  public String serverName(String host) {
    return serverName == null ? host : serverName;
  }

  /**
   * Secures a connection and goes on with it; ends the attempt where the server is not who it
   * should be.
   */
  public void secure(Attempt attempt, Channel channel, String host, Consumer<Channel> then) {
    handshake(
        strict,
        attempt,
        channel,
        host,
        (handler, failure) -> {
          if (failure == null) {
            then.accept(channel);
          } else {
            attempt.end(Failures.handshake(failure, attempt.elapsed()));
          }
        });
  }

  /** Shakes hands with whoever it is, only to look at what they show. */
  void look(
      Attempt attempt,
      Channel channel,
      String host,
      BiConsumer<SslHandler, @Nullable Throwable> then) {
    handshake(looking, attempt, channel, host, then);
  }

  /** For HTTP/2, with the same trust and identity. */
  public SslContext http2() {
    return http2;
  }

  /** Says why a chain is not trusted. */
  void validate(X509Certificate[] chain) throws CertificateException {
    trust.checkServerTrusted(chain, "UNKNOWN"); // the key exchange, as TLS 1.3 has it
  }

  private void handshake(
      SslContext context,
      Attempt attempt,
      Channel channel,
      String host,
      BiConsumer<SslHandler, @Nullable Throwable> then) {
    attempt.enter(Phase.TLS);
    SslHandler handler =
        context.newHandler(
            channel.alloc(),
            serverName(host),
            session.incrementAndGet() & 0xffff,
            attempt.network().workers());
    handler.setHandshakeTimeoutMillis(0); // the attempt has a deadline
    handler.setCloseNotifyFlushTimeoutMillis(1000);
    var unused =
        handler
            .handshakeFuture()
            .addListener(
                future -> {
                  if (!attempt.isOver()) {
                    attempt.heardFrom(((InetSocketAddress) channel.remoteAddress()).getAddress());
                    then.accept(handler, future.cause());
                  }
                });
    channel.pipeline().addFirst(handler);
  }

  private static SslContextBuilder builder(TlsOptions options) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2");
    ClientIdentity identity = options.identity();
    return identity == null ? builder : builder.keyManager(identity.key(), identity.chain());
  }

  private static SslContext build(SslContextBuilder builder) throws SSLException {
    SslContext context = builder.build();
    context.sessionContext().setSessionCacheSize(SESSIONS_KEPT);
    return context;
  }

  private static X509TrustManager trust(@Nullable List<X509Certificate> authorities) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities == null ? null : store(authorities));
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509TrustManager found) {
          return found;
        }
      }
      throw new IllegalStateException("this Java has no X.509 trust manager");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("trusted certificates cannot be set up", e);
    }
  }

  private static KeyStore store(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate each : certificates) {
      store.setCertificateEntry("ca-" + store.size(), each);
    }
    return store;
  }
}
