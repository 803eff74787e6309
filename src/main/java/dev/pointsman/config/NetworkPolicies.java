package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section {@code network_policies}: who may talk to whom, in the terms of Kubernetes. */
public record NetworkPolicies(List<Rule> ingress, List<Rule> egress) {

  /** The ports on which something is allowed; none are all. Peers are not read. */
  public record Rule(List<Port> ports) {

    public Rule {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A port that is allowed.
   *
   * @param port null for all ports
   */
  public record Port(String protocol, @Nullable Integer port) {}

  private static final ObjectType PEER =
      ObjectType.open(
          "a network peer",
          optional("podSelector", AnyMapping.SHAPE, "Labels of pods."),
          optional("namespaceSelector", AnyMapping.SHAPE, "Labels of namespaces."),
          optional("ipBlock", AnyMapping.SHAPE, "A range of addresses."));

  private static final ObjectType PORT =
      ObjectType.open(
          "a port of a network policy",
          optional("protocol", Shapes.oneOf("TCP", "UDP", "SCTP"), "Default TCP."),
          optional("port", Scalars.PORT, "Default: all."));

  private static final ObjectType INGRESS =
      ObjectType.open(
          "an ingress rule",
          optional("from", Shapes.objectsIfAny(PEER), "From where."),
          optional("ports", Shapes.objectsIfAny(PORT), "On which ports."));

  private static final ObjectType EGRESS =
      ObjectType.open(
          "an egress rule",
          optional("to", Shapes.objectsIfAny(PEER), "To where."),
          optional("ports", Shapes.objectsIfAny(PORT), "On which ports."));

  static final Section<NetworkPolicies> SECTION =
      Section.of(
          "network_policies",
          "Who may talk to whom.",
          ObjectType.open(
              "network_policies",
              optional("ingress", Shapes.objectsIfAny(INGRESS), "What may come in."),
              optional("egress", Shapes.objectsIfAny(EGRESS), "What may go out.")),
          NetworkPolicies::read);

  public NetworkPolicies {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  private static @Nullable NetworkPolicies read(Block block) {
    List<Rule> ingress = rules(block.blocks("ingress"), "from");
    List<Rule> egress = rules(block.blocks("egress"), "to");
    return block.sound() ? new NetworkPolicies(ingress, egress) : null;
  }

  private static List<Rule> rules(List<Block> blocks, String peers) {
    blocks.forEach(each -> each.blocks(peers));
    return blocks.stream()
        .map(
            each ->
                new Rule(
                    each.blocks("ports").stream()
                        .map(port -> new Port(port.text("protocol", "TCP"), port.whole("port")))
                        .toList()))
        .toList();
  }
}
