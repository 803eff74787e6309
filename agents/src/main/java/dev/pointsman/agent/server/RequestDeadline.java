package dev.pointsman.agent.server;

import dev.pointsman.agent.server.Connections.End;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection on which a request does not begin or is not whole in time, or whose answer is
 * not taken, or on which none begins for long.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

  private final Limits limits;
  private final Connections connections;
  private boolean begun;
  private @Nullable ScheduledFuture<?> end;

  RequestDeadline(Limits limits, Connections connections) {
    this.limits = limits;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    begun = true;
    slowAfter(limits.head(), context);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    connections.heard(context.channel());
    if (!begun) {
      begun = true;
      slowAfter(limits.head(), context);
    }
    context.fireChannelRead(message);
  }

  /** The head is whole, and the body is to come. */
  void headRead(ChannelHandlerContext context) {
    slowAfter(limits.request(), context);
  }

  /** The request is whole: what is done with it takes as long as it takes. */
  void requestRead(ChannelHandlerContext context) {
    cancel();
    connections.waits(context.channel(), true);
  }

  /** The answer is there, and is to be taken. */
  void answering(ChannelHandlerContext context) {
    connections.waits(context.channel(), false);
    slowAfter(limits.request(), context);
  }

  /** The answer was taken; the next request may come. */
  void answered(ChannelHandlerContext context) {
    begun = false;
    after(limits.idle(), context, () -> end(context));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  private static void end(ChannelHandlerContext context) {
    var unused = context.close(); // nobody waits for it
  }

  private void slowAfter(Duration time, ChannelHandlerContext context) {
    after(time, context, () -> connections.end(context.channel(), End.SLOW));
  }

  private void after(Duration time, ChannelHandlerContext context, Runnable then) {
    cancel();
    end = context.executor().schedule(then, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cancel() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}
