package dev.pointsman.agent.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Connections and names for all runs, on one thread, the loop, which never blocks; what takes the
 * processor for long, such as checking signatures, is done by others.
 */
public final class Network implements AutoCloseable {

  /** Names are asked for again this soon, whatever their TTL: a probe is to see what changed. */
  private static final int MAX_TTL_SECONDS = 30;

  private static final int NEGATIVE_TTL_SECONDS = 1;
  private static final int QUERY_TIMEOUT_MILLIS = 2000;
  private static final int WORKERS = 2;

  /** How often the system's files are read again. */
  private static final Duration HOSTS_INTERVAL = Duration.ofSeconds(10);

  private static final Duration NAME_SERVERS_INTERVAL = Duration.ofMinutes(1);

  private static final ChannelHandler NOTHING_YET = new NothingYet();

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final DnsNameResolver resolver;
  private final ExecutorService workers;
  private final Predicate<InetAddress> local;

  /** The system's name servers, and loopback as what is local. */
  public static Network open() {
    var nameServers = new NameServers();
    var network = new Network(nameServers, InetAddress::isLoopbackAddress);
    network.repeat(nameServers::read, NAME_SERVERS_INTERVAL);
    return network;
  }

  /**
   * A network.
   *
   * @param local which addresses belong to this machine
   */
  Network(DnsServerAddressStreamProvider nameServers, Predicate<InetAddress> local) {
    this.group = new NioEventLoopGroup(1, new DefaultThreadFactory("probe", true));
    this.loop = group.next();
    this.workers =
        Executors.newFixedThreadPool(WORKERS, new DefaultThreadFactory("probe-worker", true));
    this.local = local;
    var hosts = new HostsFile(() -> HostsFileEntriesProvider.parser().parseSilently());
    repeat(hosts::read, HOSTS_INTERVAL);
    this.resolver =
        new DnsNameResolverBuilder(loop)
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            .nameServerProvider(nameServers)
            .hostsFileEntriesResolver(hosts)
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
            .completeOncePreferredResolved(true)
            .ttl(0, MAX_TTL_SECONDS)
            .negativeTtl(NEGATIVE_TTL_SECONDS)
            .queryTimeoutMillis(QUERY_TIMEOUT_MILLIS)
            .build();
  }

  /** Does what may block, such as reading a file, again and again, and not on the loop. */
  private void repeat(Runnable reading, Duration every) {
    var unused =
        loop.scheduleWithFixedDelay(
            () -> workers.execute(reading),
            every.toMillis(),
            every.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** The thread on which everything happens. */
  public EventLoop loop() {
    return loop;
  }

  public EventLoopGroup group() {
    return group;
  }

  /** For what takes the processor for long. */
  public Executor workers() {
    return workers;
  }

  boolean isLocal(InetAddress address) {
    return local.test(address);
  }

  /** Finds the address of a host, and goes on with it; the attempt ends where there is none. */
  public void resolve(Attempt attempt, String host, Consumer<InetAddress> then) {
    attempt.enter(Phase.RESOLVE);
    var unused =
        resolver
            .resolve(host)
            .addListener(future -> attempt.goOn(() -> resolved(attempt, future, then)));
  }

  private static void resolved(
      Attempt attempt, Future<? super InetAddress> future, Consumer<InetAddress> then) {
    if (future.isSuccess()) {
      InetAddress address = (InetAddress) future.getNow();
      attempt.asks(address);
      then.accept(address);
    } else {
      attempt.fail(future.cause());
    }
  }

  /**
   * Makes a new connection, and goes on with it before anything is read. The attempt ends where it
   * cannot be made or breaks off, and the connection with the attempt.
   */
  public void connect(Attempt attempt, String host, int port, Consumer<Channel> then) {
    resolve(attempt, host, address -> connect(attempt, new InetSocketAddress(address, port), then));
  }

  /** As the other, to an address that is known. */
  public void connect(Attempt attempt, InetSocketAddress address, Consumer<Channel> then) {
    attempt.enter(Phase.CONNECT);
    open(
        attempt,
        address,
        future -> {
          if (future.isSuccess()) {
            future.channel().pipeline().addLast(END, new ChannelEnd(attempt));
            then.accept(future.channel());
          } else {
            attempt.fail(future.cause());
          }
        });
  }

  /** As {@code connect}, but leaves it to the caller what a failure, then or later, means. */
  public void open(Attempt attempt, InetSocketAddress address, Consumer<ChannelFuture> then) {
    Bootstrap stream =
        new Bootstrap()
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the attempt has a deadline
            .handler(NOTHING_YET);
    open(
        attempt,
        stream,
        address,
        future -> {
          if (future.isSuccess() || Failures.isRefusal(future.cause())) {
            attempt.heardFrom(address.getAddress());
          }
          then.accept(future);
        });
  }

  /**
   * Makes a socket for datagrams to and from this address only, which ends with the attempt.
   *
   * @param maxBytes of a datagram that comes; what is longer is cut
   */
  public void openDatagrams(
      Attempt attempt,
      InetSocketAddress address,
      int maxBytes,
      ChannelHandler handler,
      Consumer<ChannelFuture> then) {
    Bootstrap datagrams =
        new Bootstrap()
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(maxBytes))
            .handler(handler);
    open(attempt, datagrams, address, then);
  }

  private void open(
      Attempt attempt,
      Bootstrap bootstrap,
      InetSocketAddress address,
      Consumer<ChannelFuture> then) {
    ChannelFuture connecting = bootstrap.group(group).connect(address);
    if (connecting.cause() != null) {
      // There is no channel that could be closed, and it would tell of that on another thread.
      attempt.goOn(() -> then.accept(connecting));
      return;
    }
    attempt.closeAtEnd(connecting.channel());
    var unused =
        connecting.addListener((ChannelFuture future) -> attempt.goOn(() -> then.accept(future)));
  }

  /**
   * Handlers of a connection go in front of this one, by which what they leave ends the attempt.
   */
  public static final String END = "end";

  private static final class ChannelEnd extends ChannelInboundHandlerAdapter {

    private final Attempt attempt;

    ChannelEnd(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      attempt.fail(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      attempt.fail(new ClosedChannelException());
    }
  }

  @Sharable
  private static final class NothingYet extends ChannelInboundHandlerAdapter {}

  /** Ends a connection, which then ends nothing else. */
  public void leave(Channel channel) {
    if (channel.pipeline().get(END) != null) {
      channel.pipeline().remove(END);
    }
    close(channel);
  }

  void close(Channel channel) {
    var unused = channel.close(); // nobody waits for it
  }

  /** Ends all connections and threads. */
  @Override
  public void close() {
    resolver.close();
    workers.shutdownNow();
    var unused = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }
}
