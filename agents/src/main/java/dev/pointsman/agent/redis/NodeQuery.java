package dev.pointsman.agent.redis;

import dev.pointsman.agent.fault.LocalFaults;
import dev.pointsman.agent.redis.BoundedReplies.UnreadableReplyException;
import dev.pointsman.agent.redis.NodeFailure.Reason;
import dev.pointsman.agent.schedule.Seconds;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.connector.http.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asks one node once, over a connection of its own: that it still takes one is worth knowing. */
final class NodeQuery implements Callable<NodeAnswer>, AutoCloseable {

  /** A cluster of the 1000 nodes that Redis recommends at most answers with a quarter of it. */
  private static final long LONGEST_ANSWERS_BYTES = 4L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(NodeQuery.class);

  private final InetSocketAddress address;
  private final RedisAccess access;
  private final @Nullable Secret password;
  private final int timeoutMillis;
  private final Clock clock;

  private @Nullable Socket socket;
  private boolean closed;

  /**
   * A question to one node.
   *
   * @param timeoutMillis of connecting, and of each wait for a part of an answer
   */
  NodeQuery(
      InetSocketAddress address,
      RedisAccess access,
      @Nullable Secret password,
      int timeoutMillis,
      Clock clock) {
    this.address = address;
    this.access = access;
    this.password = password;
    this.timeoutMillis = timeoutMillis;
    this.clock = clock;
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public NodeAnswer call() throws NodeFailure {
    var config =
        DefaultJedisClientConfig.builder()
            .socketTimeoutMillis(timeoutMillis)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED); // a command the user may lack
    if (password != null) {
      config.user(access.username()).password(password.reveal());
    }
    try (var jedis = new Jedis(this::connect, config.build())) {
      RedisInfo info = RedisInfo.parse(jedis.info());
      Instant at = clock.instant();
      if (!info.is("cluster_enabled", "1")) {
        return new NodeAnswer(name(address), info, RedisInfo.parse(""), List.of(), at);
      }
      RedisInfo cluster = RedisInfo.parse(jedis.clusterInfo());
      List<ClusterNode> view = ClusterNode.parseAll(jedis.clusterNodes());
      return new NodeAnswer(nameOf(view), info, cluster, view, at);
    } catch (JedisAccessControlException e) {
      throw new NodeFailure(Reason.DENIED, hide(e), e);
    } catch (JedisConnectionException e) {
      throw connectionFailure(e);
    } catch (JedisDataException e) {
      throw new NodeFailure(Reason.ERROR, "it answered: " + hide(e), e);
    } catch (RuntimeException e) {
      // What is not RESP ends in a cast, or in worse, deep in the client.
      throw new NodeFailure(Reason.UNREADABLE, "unreadable: " + hide(e), e);
    } finally {
      close();
    }
  }

  /** A node that nobody has met yet does not know its own address. */
  private String nameOf(List<ClusterNode> view) {
    return view.stream()
        .filter(each -> each.isMyself() && !each.host().isEmpty())
        .map(ClusterNode::address)
        .findFirst()
        .orElse(name(address));
  }

  static String name(InetSocketAddress address) {
    return address.getHostString() + ':' + address.getPort();
  }

  private Socket connect() {
    try {
      var resolved =
          new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort());
      Socket plain = register(new Socket());
      plain.setTcpNoDelay(true);
      plain.connect(resolved, timeoutMillis);
      plain.setSoTimeout(timeoutMillis);
      RedisTls tls = access.tls();
      return new NodeSocket(tls == null ? plain : secure(plain, tls), LONGEST_ANSWERS_BYTES);
    } catch (IOException e) {
      throw new JedisConnectionException(e);
    }
  }

  private SSLSocket secure(Socket plain, RedisTls tls) throws IOException {
    String name = tls.serverName() == null ? address.getHostString() : tls.serverName();
    var secured = (SSLSocket) tls.sockets().createSocket(plain, name, address.getPort(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name in the certificate
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private synchronized Socket register(Socket opened) throws IOException {
    if (closed) {
      opened.close();
      throw new IOException("it is too late to connect");
    }
    socket = opened;
    return opened;
  }

  private NodeFailure connectionFailure(JedisConnectionException e) {
    String lacking = LocalFaults.of(e);
    if (lacking != null) {
      return new NodeFailure(Reason.NOT_ASKED, lacking, e);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return new NodeFailure(
            Reason.TIMEOUT,
            "no answer within " + Seconds.text(Duration.ofMillis(timeoutMillis)),
            e);
      }
      if (cause instanceof UnreadableReplyException) {
        return new NodeFailure(Reason.UNREADABLE, hide(cause), e);
      }
      if (cause instanceof SSLException) {
        return new NodeFailure(Reason.UNREACHABLE, "TLS: " + hide(cause), e);
      }
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String why = cause instanceof UnknownHostException ? "unknown host" : hide(cause);
    return new NodeFailure(Reason.UNREACHABLE, why, e);
  }

  private String hide(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Excerpt.forReason(password == null ? message : password.hideIn(message));
  }

  /** Breaks off, whatever it waits for; what is under TLS ends with what carries it. */
  @Override
  public synchronized void close() {
    closed = true;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("{} did not close", address, e); // it is given up all the same
      }
    }
  }
}
