package dev.pointsman.agent.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Turns a request away by its head, before memory is given to its body. */
final class Admission extends ChannelInboundHandlerAdapter {

  private final Endpoint endpoint;
  private final int maxBytes;
  private final RequestDeadline deadline;
  private final IntConsumer answered;
  private boolean refused;

  Admission(Endpoint endpoint, int maxBytes, RequestDeadline deadline, IntConsumer answered) {
    this.endpoint = endpoint;
    this.maxBytes = maxBytes;
    this.deadline = deadline;
    this.answered = answered;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!context.channel().isActive()) {
      ReferenceCountUtil.release(message); // the rest of what was cut off, which nobody asked
      return;
    }
    if (!refused && message instanceof HttpRequest request) {
      deadline.headRead(context);
      Answer refusal = refusal(request, context.channel());
      if (refusal != null) {
        refused = true;
        answered.accept(refusal.status());
        context
            .writeAndFlush(HttpConnection.response(refusal, false))
            .addListener(ChannelFutureListener.CLOSE);
      }
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private @Nullable Answer refusal(HttpRequest request, Channel from) {
    if (request.decoderResult().isFailure()) {
      return Answer.of(400, "this is not HTTP");
    }
    Answer refusal = endpoint.refusal(HttpConnection.head(request, from));
    if (refusal == null && HttpUtil.getContentLength(request, 0L) > maxBytes) {
      return Answer.of(413, endpoint.tooLarge(maxBytes));
    }
    return refusal;
  }
}
