package dev.pointsman.agent.probe;

/** A way to find out whether something is well; holds nothing between runs. */
public interface Check {

  /** The kind of check, such as {@code http}; the label {@code type} of the agent's own metrics. */
  String type();

  /** What is spoken: the type, or more exactly {@code https} or {@code grpcs}. */
  default String protocol() {
    return type();
  }

  /** The machine that is asked, a name or an address. */
  String host();

  /** What is checked, {@code host:port}; the label {@code target}. */
  String target();

  /**
   * Begins a run, which ends with {@link Attempt#end}. Everything happens on the network's loop:
   * nothing may block.
   */
  void start(Attempt attempt);

  /** {@code host:port}, with an IPv6 address in brackets. */
  static String target(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
