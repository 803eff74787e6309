package dev.pointsman.agent.remotewrite;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentPart;
import dev.pointsman.agent.CannotStartAgentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Listens for Prometheus' remote write as a part of an agent. */
public final class RemoteWritePart implements AgentPart {

  private final RemoteWriteSettings settings;
  private @Nullable RemoteWriteServer server;

  public RemoteWritePart(RemoteWriteSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "remote write";
  }

  @Override
  public List<String> describe() {
    InetSocketAddress listen = settings.listen();
    return List.of("http://" + listen.getHostString() + ":" + listen.getPort() + settings.path());
  }

  @Override
  public void start(AgentContext context) {
    server = listen(context);
    server.tellSilence(context.observer());
  }

  private RemoteWriteServer listen(AgentContext context) {
    try {
      return RemoteWriteServer.start(settings, context.sink(), context.clock(), context.metrics());
    } catch (IOException | IllegalArgumentException e) {
      throw new CannotStartAgentException("remote write: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean listens() {
    return true;
  }

  @Override
  public void runOnce(AgentContext context) {
    server = listen(context);
  }

  /** Where it listens, once it is started. */
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(server).map(RemoteWriteServer::address);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
