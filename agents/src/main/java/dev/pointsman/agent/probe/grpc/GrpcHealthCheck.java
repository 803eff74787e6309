package dev.pointsman.agent.probe.grpc;

import dev.pointsman.agent.probe.Attempt;
import dev.pointsman.agent.probe.Check;
import dev.pointsman.agent.probe.Failures;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Phase;
import dev.pointsman.agent.probe.Reason;
import dev.pointsman.agent.probe.tls.TlsClient;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Up where a service says that it is serving (grpc.health.v1).
 *
 * @param service empty for the server as a whole
 * @param tls null for plain text
 */
public record GrpcHealthCheck(String host, int port, String service, @Nullable TlsClient tls)
    implements Check {

  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  // How the library tells of what is not gRPC: "HTTP/" in its first bytes, an answer in HTTP/2 that
  // is another one's, and an end without a word.
  private static final String START_OF_HTTP_1 = "485454502f";
  private static final String HTTP_STATUS = "HTTP status code ";
  private static final String CLOSED = "Network closed for unknown reason";

  @Override
  public String type() {
    return "grpc";
  }

  @Override
  public String protocol() {
    return tls == null ? "grpc" : "grpcs";
  }

  @Override
  public String target() {
    return Check.target(host, port);
  }

  @Override
  public void start(Attempt attempt) {
    attempt.network().resolve(attempt, host, address -> ask(attempt, address));
  }

  private void ask(Attempt attempt, InetAddress machine) {
    attempt.enter(Phase.CONNECT);
    ManagedChannel channel = channel(attempt, machine);
    attempt.atEnd(channel::shutdownNow);
    var request = HealthCheckRequest.newBuilder().setService(service).build();
    // The channel has no threads of its own: these are called on the loop.
    HealthGrpc.newStub(channel)
        .check(
            request,
            new StreamObserver<>() {
              @Override
              public void onNext(HealthCheckResponse response) {
                attempt.heardFrom(machine);
                attempt.end(outcome(attempt, response.getStatus()));
              }

              @Override
              public void onError(Throwable failure) {
                if (!attempt.isOver()) {
                  failed(attempt, machine, Status.fromThrowable(failure));
                }
              }

              @Override
              public void onCompleted() {}
            });
  }

  private ManagedChannel channel(Attempt attempt, InetAddress machine) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(new InetSocketAddress(machine, port))
            .eventLoopGroup(attempt.network().group())
            .channelFactory(() -> watched(attempt, machine))
            .directExecutor()
            .disableRetry()
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .userAgent("pointsman-probe");
    if (tls == null) {
      return builder.overrideAuthority(target()).usePlaintext().build();
    }
    return builder
        .overrideAuthority(Check.target(tls.serverName(host), port))
        .sslContext(tls.http2())
        .build();
  }

  /** The library does not say when it is connected, which tells a server that hangs from none. */
  private static Channel watched(Attempt attempt, InetAddress machine) {
    var channel = new NioSocketChannel();
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelActive(ChannelHandlerContext context) {
                attempt.heardFrom(machine);
                attempt.enter(Phase.RESPONSE);
                context.fireChannelActive();
              }
            });
    return channel;
  }

  private Outcome outcome(Attempt attempt, HealthCheckResponse.ServingStatus status) {
    return status == HealthCheckResponse.ServingStatus.SERVING
        ? Outcome.up(attempt.elapsed())
        : Outcome.unwell(attempt.elapsed(), named() + " says " + status);
  }

  private void failed(Attempt attempt, InetAddress machine, Status status) {
    Throwable cause = status.getCause();
    if (cause != null && Failures.isLocal(cause)) {
      attempt.fail(cause);
      return;
    }
    if (status.getCode() == Status.Code.UNAVAILABLE && cause instanceof IOException) {
      attempt.failTalkingTo(machine, cause);
      return;
    }
    attempt.heardFrom(machine);
    if (cause != null) { // it was not the server who said so
      boolean http1 = String.valueOf(cause.getMessage()).contains(START_OF_HTTP_1);
      attempt.end(notGrpc(http1 ? "it is HTTP/1" : "it is not HTTP/2"));
      return;
    }
    attempt.end(outcome(attempt, status.getCode(), String.valueOf(status.getDescription())));
  }

  private Outcome outcome(Attempt attempt, Status.Code code, String said) {
    if (said.startsWith(HTTP_STATUS)) {
      String first = said.lines().findFirst().orElse(said);
      return notGrpc("HTTP status " + first.substring(HTTP_STATUS.length()));
    }
    if (said.startsWith(CLOSED)) {
      String hint = tls == null ? ", as one does that wants TLS" : "";
      return Outcome.noAnswer(Reason.BROKEN_OFF, "the server ends the connection" + hint);
    }
    return switch (code) {
      case NOT_FOUND -> Outcome.unwell(attempt.elapsed(), "the server knows no " + named());
      case UNIMPLEMENTED ->
          Outcome.unwell(attempt.elapsed(), "the server does not tell of its health");
      default -> Outcome.unwell(attempt.elapsed(), code + ": " + said);
    };
  }

  private static Outcome notGrpc(String why) {
    return Outcome.noAnswer(Reason.PROTOCOL_ERROR, "the answer is not gRPC: " + why);
  }

  private String named() {
    return service.isEmpty() ? "the server" : "service " + service;
  }
}
