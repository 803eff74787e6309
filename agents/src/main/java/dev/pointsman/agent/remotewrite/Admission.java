package dev.pointsman.agent.remotewrite;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.function.IntConsumer;

/** Turns a request away by its head, before memory is given to its body. */
final class Admission extends ChannelInboundHandlerAdapter {

  private final RemoteWriteEndpoint endpoint;
  private final IntConsumer answered;
  private boolean refused;

  Admission(RemoteWriteEndpoint endpoint, IntConsumer answered) {
    this.endpoint = endpoint;
    this.answered = answered;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!refused && message instanceof HttpRequest request) {
      WriteAnswer refusal =
          request.decoderResult().isSuccess()
              ? endpoint.refusal(RemoteWriteConnection.head(request))
              : WriteAnswer.refused(400, "this is not HTTP");
      if (refusal != null) {
        refused = true;
        answered.accept(refusal.status());
        context
            .writeAndFlush(RemoteWriteConnection.response(refusal, false))
            .addListener(ChannelFutureListener.CLOSE);
      }
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }
}
