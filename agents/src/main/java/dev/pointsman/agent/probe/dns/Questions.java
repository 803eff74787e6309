package dev.pointsman.agent.probe.dns;

import dev.pointsman.agent.probe.Attempt;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.WireParseException;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/**
 * Carries a question and takes only its answer. Over UDP anybody may send anything: what does not
 * answer the question is dropped, and the answer waited for (RFC 5452, section 9.1).
 */
final class Questions implements IoClientFactory, UdpIoClient {

  private static final int HEADER_BYTES = 12;

  private final Attempt attempt;

  Questions(Attempt attempt) {
    this.attempt = attempt;
  }

  @Override
  public UdpIoClient createOrGetUdpClient() {
    return this;
  }

  @Override
  public TcpIoClient createOrGetTcpClient() {
    TcpIoClient client = new DefaultIoClientFactory().createOrGetTcpClient();
    return (local, remote, query, data, timeout) ->
        client
            .sendAndReceiveTcp(local, remote, query, data, timeout)
            .thenCompose(
                bytes ->
                    answers(bytes, query, data)
                        ? CompletableFuture.completedFuture(bytes)
                        : CompletableFuture.failedFuture(
                            new WireParseException("it answers another question")));
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceiveUdp(
      @Nullable InetSocketAddress local,
      InetSocketAddress remote,
      Message query,
      byte[] data,
      int max,
      Duration timeout) {
    var answered = new CompletableFuture<byte[]>();
    attempt
        .network()
        .openDatagrams(
            attempt,
            remote,
            max,
            new Answers(query, data, answered),
            connected -> {
              if (!connected.isSuccess()) {
                answered.completeExceptionally(connected.cause());
                return;
              }
              var unused =
                  connected
                      .channel()
                      .writeAndFlush(Unpooled.wrappedBuffer(data))
                      .addListener(
                          sent -> {
                            if (!sent.isSuccess()) {
                              answered.completeExceptionally(sent.cause());
                            }
                          });
            });
    return answered;
  }

  private static final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {

    private final Message query;
    private final byte[] data;
    private final CompletableFuture<byte[]> answered;

    Answers(Message query, byte[] data, CompletableFuture<byte[]> answered) {
      this.query = query;
      this.data = data;
      this.answered = answered;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      byte[] bytes = ByteBufUtil.getBytes(packet.content());
      if (answers(bytes, query, data)) {
        answered.complete(bytes);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answered.completeExceptionally(cause);
    }
  }

  /**
   * Whether bytes are a response (QR) with the number and the one question of the query, whose name
   * may be written in other case.
   */
  private static boolean answers(byte[] bytes, Message query, byte[] data) {
    int endOfName = HEADER_BYTES + query.getQuestion().getName().length();
    int end = endOfName + 2 * Short.BYTES; // type and class
    if (bytes.length < end || bytes[0] != data[0] || bytes[1] != data[1]) {
      return false;
    }
    if ((bytes[2] & 0x80) == 0 || bytes[4] != 0 || bytes[5] != 1) {
      return false;
    }
    for (int i = HEADER_BYTES; i < end; i++) {
      // Lengths of labels are below all letters.
      if (i < endOfName ? lower(bytes[i]) != lower(data[i]) : bytes[i] != data[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte each) {
    return each >= 'A' && each <= 'Z' ? each + ('a' - 'A') : each;
  }
}
