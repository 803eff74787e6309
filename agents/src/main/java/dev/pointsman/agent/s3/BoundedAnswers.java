package dev.pointsman.agent.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;

/** Breaks off an answer that is longer than any that was asked for. */
final class BoundedAnswers implements ExecutionInterceptor {

  /** A page of 1000 keys, each of 1024 bytes at most, of which URL encoding makes three times. */
  static final long LONGEST_BYTES = 8L << 20;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.responseBody().map(Bounded::new);
  }

  private static final class Bounded extends FilterInputStream {
    private long left = LONGEST_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return took(super.read(), 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      return took(count, count);
    }

    private int took(int result, int count) throws IOException {
      if (result >= 0) {
        left -= count;
        if (left < 0) {
          if (in instanceof Abortable connection) {
            connection.abort(); // a connection that is closed is read to the end of the answer
          }
          throw new IOException("an answer of more than " + LONGEST_BYTES + " bytes");
        }
      }
      return result;
    }
  }
}
