package dev.pointsman.agent.server;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.util.function.IntConsumer;

/** Gathers a request whose length was not said before, and turns it away once it is too long. */
final class WholeBody extends HttpObjectAggregator {

  private final Endpoint endpoint;
  private final IntConsumer answered;

  WholeBody(Endpoint endpoint, int maxBytes, IntConsumer answered) {
    super(maxBytes);
    this.endpoint = endpoint;
    this.answered = answered;
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    var answer = Answer.of(413, endpoint.tooLarge(maxContentLength()));
    answered.accept(answer.status());
    context
        .writeAndFlush(HttpConnection.response(answer, false))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
