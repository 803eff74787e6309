package dev.pointsman.cli;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Plays the targets of {@link AgentLoad}, each on an address of its own on loopback, and prints
 * their addresses; ends when it is killed.
 */
final class AgentLoadTargets {

  private static final int PER_HOST = 20;

  private AgentLoadTargets() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean hanging = arguments[0].equals("hanging");
    int count = Integer.parseInt(arguments[1]);
    ServerBootstrap servers =
        new ServerBootstrap()
            .group(new NioEventLoopGroup(1))
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 64)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Answer(hanging));
                  }
                });
    for (int i = 0; i < count; i++) {
      String host = "127.0." + (1 + i / PER_HOST / 250) + "." + (1 + i / PER_HOST % 250);
      Channel bound = servers.bind(host, 0).sync().channel();
      System.out.println(host + ":" + ((InetSocketAddress) bound.localAddress()).getPort());
    }
  }

  private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {

    private final boolean hanging;

    Answer(boolean hanging) {
      this.hanging = hanging;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
      if (!hanging) {
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        var unused =
            context
                .writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var unused = context.close(); // the prober hung up
    }
  }
}
