package dev.pointsman.agent.remotewrite;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection on which a request, once begun, is not whole in time, or none begins for long.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

  private final Duration request;
  private final Duration idle;
  private boolean begun;
  private @Nullable ScheduledFuture<?> end;

  RequestDeadline(Duration request, Duration idle) {
    this.request = request;
    this.idle = idle;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    endAfter(idle, context);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!begun) {
      begun = true;
      endAfter(request, context);
    }
    context.fireChannelRead(message);
  }

  /** The request is whole: what is done with it takes as long as it takes. */
  void requestRead() {
    cancel();
  }

  /** The request is answered; the next may come. */
  void answered(ChannelHandlerContext context) {
    begun = false;
    endAfter(idle, context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  private void endAfter(Duration time, ChannelHandlerContext context) {
    cancel();
    end = context.executor().schedule(() -> end(context), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void end(ChannelHandlerContext context) {
    var unused = context.close(); // nobody waits for it
  }

  private void cancel() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}
