package dev.pointsman.agent.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves an endpoint over HTTP/1.1, bounded in connections, threads, waiting requests, bytes and
 * time; a request that comes whole is answered however many others are not.
 */
public final class BoundedServer implements AutoCloseable {

  private static final int MAX_WAITING = 64;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Limits limits;
  private final Endpoint endpoint;
  private final EventLoopGroup loop;
  private final ExecutorService workers;
  private final Counter requests;
  private final Connections connections;
  private final Channel listening;

  private BoundedServer(
      InetSocketAddress listen,
      String name,
      Limits limits,
      Endpoint endpoint,
      CollectorRegistry registry)
      throws IOException {
    this.limits = limits;
    this.endpoint = endpoint;
    String metric = "pointsman_agent_" + name.replace(' ', '_');
    this.requests =
        Counter.build(metric + "_requests_total", "Requests by their answer.")
            .labelNames("status")
            .register(registry);
    Counter ended =
        Counter.build(metric + "_connections_ended_total", "Connections that were ended, by why.")
            .labelNames("reason")
            .register(registry);
    this.connections = new Connections(name, limits.connections(), ended);
    // One thread, which the connections are guarded by.
    this.loop = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
    this.workers =
        new ThreadPoolExecutor(
            limits.threads(),
            limits.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            new DefaultThreadFactory(name + " worker", true));
    this.listening = bind(listen);
  }

  /**
   * Starts to listen.
   *
   * @param name in words, such as {@code remote write}, of its log, threads and metrics
   * @param registry gets metrics of requests and connections
   * @throws IOException where the address cannot be listened on, with a sentence for people
   */
  public static BoundedServer start(
      InetSocketAddress listen,
      String name,
      Limits limits,
      Endpoint endpoint,
      CollectorRegistry registry)
      throws IOException {
    return new BoundedServer(listen, name, limits, endpoint, registry);
  }

  private Channel bind(InetSocketAddress listen) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                })
            .bind(listen)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(
          "cannot listen on %s:%d: %s"
              .formatted(host(listen), listen.getPort(), bound.cause().getMessage()),
          bound.cause());
    }
    return bound.channel();
  }

  private static String host(InetSocketAddress address) {
    return address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
  }

  private void accept(Channel channel) {
    if (!connections.add(channel)) {
      return;
    }
    var deadline = new RequestDeadline(limits, connections);
    channel
        .pipeline()
        .addLast(
            deadline,
            new HttpServerCodec(),
            new FlowControlHandler(), // holds back what one read brought of further requests
            new Admission(endpoint, limits.maxBytes(), deadline, this::count),
            new HttpServerExpectContinueHandler(),
            new WholeBody(endpoint, limits.maxBytes(), this::count),
            new HttpConnection(endpoint, deadline, workers, this::count));
  }

  private void count(int status) {
    requests.labels(Integer.toString(status)).inc();
  }

  /** Does this again and again until it is closed; it must neither take long nor throw. */
  public void repeat(Duration interval, Runnable task) {
    // Not waited for: it ends with the loop.
    var unused =
        loop.scheduleAtFixedRate(
            task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Takes no more requests; those that it has are answered, as far as they end soon. */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    loop.shutdownGracefully(0, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }
}
