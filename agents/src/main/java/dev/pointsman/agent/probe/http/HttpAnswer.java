package dev.pointsman.agent.probe.http;

import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the answer on one connection, and no more of its body than is looked at. */
final class HttpAnswer extends SimpleChannelInboundHandler<HttpObject> {

  /** How much of a body is looked at. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  private static final int MIN_STATUS = 100;
  private static final int MAX_STATUS = 999;

  private final HttpRun run;
  private final URI uri;
  private final int hops;
  private @Nullable ByteArrayOutputStream body;
  private Charset charset = StandardCharsets.UTF_8;

  HttpAnswer(HttpRun run, URI uri, int hops) {
    this.run = run;
    this.uri = uri;
    this.hops = hops;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (run.attempt().isOver()) {
      return;
    }
    if (part.decoderResult().isFailure()) {
      run.attempt().end(unreadable(part.decoderResult().cause()));
      return;
    }
    if (part instanceof HttpResponse head && !isHttp1(head)) {
      run.attempt()
          .end(Outcome.noAnswer(Reason.PROTOCOL_ERROR, "not an HTTP/1.x response: " + line(head)));
      return;
    }
    if (part instanceof HttpResponse head && isTheAnswer(head)) {
      charset = HttpUtil.getCharset(head, StandardCharsets.UTF_8);
      if (run.head(context.channel(), uri, hops, head)) {
        body = new ByteArrayOutputStream();
      }
    }
    if (part instanceof HttpContent content && body != null) {
      take(content, body);
    }
  }

  /** As RFC 9112 has a status line: this major version, and three digits. */
  private static boolean isHttp1(HttpResponse head) {
    int status = head.status().code();
    return head.protocolVersion().protocolName().equals("HTTP")
        && head.protocolVersion().majorVersion() == 1
        && status >= MIN_STATUS
        && status <= MAX_STATUS;
  }

  private static String line(HttpResponse head) {
    return head.protocolVersion() + " " + head.status().code();
  }

  /** What comes before the answer, such as 103 early hints, is not it. */
  private static boolean isTheAnswer(HttpResponse head) {
    return head.status().codeClass() != HttpStatusClass.INFORMATIONAL;
  }

  private void take(HttpContent content, ByteArrayOutputStream so) {
    ByteBuf bytes = content.content();
    int wanted = Math.min(bytes.readableBytes(), MAX_BODY_BYTES - so.size());
    byte[] taken = new byte[wanted];
    bytes.getBytes(bytes.readerIndex(), taken);
    so.writeBytes(taken);
    if (content instanceof LastHttpContent || so.size() >= MAX_BODY_BYTES) {
      body = null;
      run.body(so.toString(charset));
    }
  }

  private static Outcome unreadable(Throwable cause) {
    if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException) {
      return Outcome.noAnswer(
          Reason.PROTOCOL_ERROR, "the response head is too long: more than 32 KiB are not read");
    }
    return Outcome.noAnswer(Reason.PROTOCOL_ERROR, "not an HTTP response");
  }
}
