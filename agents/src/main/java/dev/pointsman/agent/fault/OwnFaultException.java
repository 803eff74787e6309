package dev.pointsman.agent.fault;

import java.io.IOException;

/** Nobody was asked, or not all, by a fault of the agent itself. */
public final class OwnFaultException extends IOException {

  private final transient Fault fault;

  public OwnFaultException(Fault fault) {
    super(fault.text());
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
