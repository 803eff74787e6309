package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code service_mesh}; null is what is left out.
 *
 * @param version as written, such as {@code 1.12}
 * @param mtlsMode {@code STRICT}, {@code PERMISSIVE} or {@code DISABLE}
 */
public record ServiceMesh(
    @Nullable String type,
    @Nullable String version,
    @Nullable String mtlsMode,
    @Nullable Boolean autoUpgrade,
    CircuitBreaking circuitBreaking,
    Retry retry) {

  /** When a host is ejected. */
  public record CircuitBreaking(
      @Nullable Integer consecutiveErrors,
      @Nullable Duration interval,
      @Nullable Duration baseEjectionTime) {}

  /**
   * How the mesh tries again.
   *
   * @param retryOn as Envoy writes it, separated by commas
   */
  public record Retry(
      @Nullable Integer attempts, @Nullable Duration perTryTimeout, @Nullable String retryOn) {}

  private static final ObjectType MTLS =
      ObjectType.open(
          "service_mesh.mtls",
          optional(
              "mode",
              Shapes.oneOf("STRICT", "PERMISSIVE", "DISABLE", "UNSET"),
              "Whether plain text is taken."),
          optional("auto_upgrade", Scalars.TRUTH, "Whether callers change to mTLS themselves."));

  private static final ObjectType CIRCUIT_BREAKING =
      ObjectType.open(
          "service_mesh.traffic_management.circuit_breaking",
          optional("consecutive_errors", Shapes.POSITIVE_WHOLE, "That eject a host."),
          optional("interval", Scalars.SECONDS, "Between two looks."),
          optional("base_ejection_time", Scalars.SECONDS, "How long a host is out at least."));

  private static final ObjectType RETRY =
      ObjectType.open(
          "service_mesh.traffic_management.retry",
          optional("attempts", Scalars.whole(0, 999_999_999), "Retries."),
          optional("per_try_timeout", Scalars.SECONDS, "Of one try."),
          optional("retry_on", Shapes.TEXT, "After what, such as gateway-error,connect-failure."));

  private static final ObjectType TRAFFIC =
      ObjectType.open(
          "service_mesh.traffic_management",
          optional("circuit_breaking", Shapes.object(CIRCUIT_BREAKING), "When a host is ejected."),
          optional("retry", Shapes.object(RETRY), "How the mesh tries again."));

  static final Section<ServiceMesh> SECTION =
      Section.of(
          "service_mesh",
          "What the service mesh does for callers.",
          ObjectType.open(
              "service_mesh",
              optional("type", Shapes.TEXT, "Such as istio."),
              optional("version", Scalars.AS_WRITTEN, "Such as 1.12."),
              optional("mtls", Shapes.object(MTLS), "Encryption between services."),
              optional("traffic_management", Shapes.object(TRAFFIC), "What becomes of failures.")),
          ServiceMesh::read);

  private static @Nullable ServiceMesh read(Block block) {
    Block mtls = block.block("mtls");
    Block traffic = block.block("traffic_management");
    Block breaking = traffic.block("circuit_breaking");
    Block retry = traffic.block("retry");
    return block.sound()
        ? new ServiceMesh(
            block.text("type"),
            block.text("version"),
            mtls.text("mode"),
            mtls.truth("auto_upgrade"),
            new CircuitBreaking(
                breaking.whole("consecutive_errors"),
                breaking.seconds("interval"),
                breaking.seconds("base_ejection_time")),
            new Retry(
                retry.whole("attempts"), retry.seconds("per_try_timeout"), retry.text("retry_on")))
        : null;
  }
}
