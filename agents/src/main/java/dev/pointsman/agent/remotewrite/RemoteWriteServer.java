package dev.pointsman.agent.remotewrite;

import dev.pointsman.agent.event.EventSink;
import dev.pointsman.connector.http.Secret;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Prometheus' remote write, 1.0 and 2.0, over HTTP: bounded in connections, threads, waiting
 * requests, bytes and time. What it answered 204 to was told to the sink.
 */
public final class RemoteWriteServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteServer.class);

  private static final Duration SILENCE_INTERVAL = Duration.ofSeconds(10);
  private static final int MAX_CONNECTIONS = 256;
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 64;
  private static final Duration REQUEST_TIME = Duration.ofSeconds(30);
  private static final Duration IDLE_TIME = Duration.ofMinutes(10);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** Time limits; the tests' are shorter. */
  record Times(Duration request, Duration idle) {}

  private final EventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("remote write", true));

  private final ExecutorService workers =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          new DefaultThreadFactory("remote write worker", true));

  private final AtomicInteger connections = new AtomicInteger();
  private final RemoteWriteSettings settings;
  private final RemoteWriteEndpoint endpoint;
  private final Counter requests;
  private final Times times;
  private final Channel listening;

  private RemoteWriteServer(
      RemoteWriteSettings settings,
      RemoteWriteEndpoint endpoint,
      CollectorRegistry registry,
      Times times)
      throws IOException {
    this.settings = settings;
    this.endpoint = endpoint;
    this.times = times;
    this.requests =
        Counter.build("pointsman_agent_remote_write_requests_total", "Requests by their answer.")
            .labelNames("status")
            .register(registry);
    this.listening = listen();
  }

  /**
   * Starts to listen.
   *
   * @param sink where it has no room or loses something, senders are told to keep it themselves
   * @param registry gets metrics of requests and samples
   * @throws IOException where the address cannot be listened on
   * @throws IllegalArgumentException where the token cannot be read
   */
  public static RemoteWriteServer start(
      RemoteWriteSettings settings, EventSink sink, InstantSource clock, CollectorRegistry registry)
      throws IOException {
    Supplier<Secret> token = settings.token();
    if (token != null) {
      var unused = token.get(); // a place without a token is told now and not at the first request
    }
    return start(
        settings,
        new RemoteWriteEndpoint(settings, sink, clock, registry),
        registry,
        new Times(REQUEST_TIME, IDLE_TIME));
  }

  static RemoteWriteServer start(
      RemoteWriteSettings settings,
      RemoteWriteEndpoint endpoint,
      CollectorRegistry registry,
      Times times)
      throws IOException {
    return new RemoteWriteServer(settings, endpoint, registry, times);
  }

  private Channel listen() throws IOException {
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
            .bind(settings.listen())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(
          "cannot listen on " + settings.listen() + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    return bound.channel();
  }

  private void accept(Channel channel) {
    channel.closeFuture().addListener(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > MAX_CONNECTIONS) {
      var unused = channel.close(); // the sender comes again
      return;
    }
    var deadline = new RequestDeadline(times.request(), times.idle());
    channel
        .pipeline()
        .addLast(
            deadline,
            new HttpServerCodec(),
            new Admission(endpoint, this::count),
            new HttpServerExpectContinueHandler(),
            new HttpObjectAggregator(settings.maxBytes()),
            new RemoteWriteConnection(endpoint, deadline, workers, this::count));
  }

  /** Tells every ten seconds, from the first on, how long ago a request was taken. */
  void tellSilence(String observer) {
    // Not waited for: it ends with the loop.
    var unused =
        loop.scheduleAtFixedRate(
            () -> {
              try {
                endpoint.tellSilence(observer, System.nanoTime());
              } catch (RuntimeException e) {
                LOG.error("it could not be told when a request was taken last", e);
              }
            },
            SILENCE_INTERVAL.toMillis(),
            SILENCE_INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void count(int status) {
    requests.labels(Integer.toString(status)).inc();
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
