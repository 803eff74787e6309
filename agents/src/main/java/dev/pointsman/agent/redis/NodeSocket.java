package dev.pointsman.agent.redis;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** A connection to a node, in the clear or not, whose replies are bounded. */
final class NodeSocket extends Socket {

  private final Socket connection;
  private final BoundedReplies replies;
  private final OutputStream commands;

  NodeSocket(Socket connection, long limit) throws IOException {
    this.connection = connection;
    this.replies = new BoundedReplies(connection.getInputStream(), limit);
    this.commands =
        new FilterOutputStream(connection.getOutputStream()) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            replies.replyBegins();
            out.write(bytes, offset, length);
          }
        };
  }

  @Override
  public InputStream getInputStream() {
    return replies;
  }

  @Override
  public OutputStream getOutputStream() {
    return commands;
  }

  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    connection.setSoTimeout(millis);
  }

  @Override
  public synchronized int getSoTimeout() throws SocketException {
    return connection.getSoTimeout();
  }

  @Override
  public boolean isBound() {
    return connection.isBound();
  }

  @Override
  public boolean isConnected() {
    return connection.isConnected();
  }

  @Override
  public boolean isClosed() {
    return connection.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return connection.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return connection.isOutputShutdown();
  }

  @Override
  public synchronized void close() throws IOException {
    connection.close();
  }
}
