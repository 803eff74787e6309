package dev.pointsman.agent.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: hands each whole request to the endpoint, one at a time, and writes the answer.
 */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private final Endpoint endpoint;
  private final RequestDeadline deadline;
  private final Executor workers;
  private final IntConsumer answered;

  /**
   * A connection.
   *
   * @param answered hears each status
   */
  HttpConnection(
      Endpoint endpoint, RequestDeadline deadline, Executor workers, IntConsumer answered) {
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.workers = workers;
    this.answered = answered;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    // One after another, so that the samples of a series stay in order: what was sent on before
    // the answer waits.
    context.channel().config().setAutoRead(false);
    deadline.requestRead(context);
    boolean goOn = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    if (request.decoderResult().isFailure()) {
      answer(context, Answer.of(400, "this is not HTTP"), false);
      return;
    }
    Head head = head(request, context.channel());
    byte[] body = ByteBufUtil.getBytes(request.content());
    try {
      workers.execute(
          () -> {
            Answer answer = ask(head, body);
            context.executor().execute(() -> answer(context, answer, goOn));
          });
    } catch (RejectedExecutionException e) {
      answer(context, Answer.later("the agent has too many requests waiting"), goOn);
    }
  }

  private Answer ask(Head head, byte[] body) {
    try {
      return endpoint.answer(head, body);
    } catch (RuntimeException e) {
      // Whoever sent it would wait in vain, on a connection that takes nothing more.
      LOG.error("a request for {} could not be answered", head.path(), e);
      return Answer.later("the agent failed, and its log says why");
    }
  }

  private void answer(ChannelHandlerContext context, Answer answer, boolean goOn) {
    answered.accept(answer.status());
    deadline.answering(context);
    var written = context.writeAndFlush(response(answer, goOn));
    if (goOn) {
      // Not before it was taken: else who asks and never reads would fill the memory.
      written.addListener(done -> next(context));
    } else {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void next(ChannelHandlerContext context) {
    deadline.answered(context);
    context.channel().config().setAutoRead(true);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close(); // the sender broke off, or sent what is not HTTP
  }

  static Head head(HttpRequest request, Channel from) {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return new Head(
        request.method().name(),
        query < 0 ? uri : uri.substring(0, query),
        request.headers().get(HttpHeaderNames.AUTHORIZATION),
        request.headers().get(HttpHeaderNames.CONTENT_TYPE),
        request.headers().get(HttpHeaderNames.CONTENT_ENCODING),
        from.remoteAddress() instanceof InetSocketAddress peer
            ? NetUtil.toSocketAddressString(peer)
            : "unknown");
  }

  static FullHttpResponse response(Answer answer, boolean goOn) {
    byte[] message = answer.text().getBytes(StandardCharsets.UTF_8);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(message));
    if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, message.length);
    }
    answer.headers().forEach((name, value) -> response.headers().set(name, value));
    if (!goOn) {
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    return response;
  }
}
