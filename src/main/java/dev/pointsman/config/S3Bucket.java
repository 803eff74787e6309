package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.Key;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of S3, or of what speaks its protocol.
 *
 * @param region null where the document does not say it; AWS's servers are not found without one
 * @param endpoint of another server than AWS's, or null
 * @param pathStyle whether the bucket is in the path in place of the host name
 */
public record S3Bucket(
    String name, @Nullable String region, @Nullable URI endpoint, boolean pathStyle) {

  static final Key REGION =
      optional("region", Scalars.NAME, "Where the bucket is, such as us-west-2.");
  static final Key ENDPOINT =
      optional("endpoint", Scalars.BASE_URL, "The URL of a server that is not AWS's.");
  static final Key PATH_STYLE =
      optional(
          "path_style", Scalars.TRUTH, "Whether the bucket is in the URL's path; default: no.");

  static final ObjectType TYPE =
      ObjectType.of(
          "a bucket",
          required("bucket", Shapes.TEXT, "The bucket's name."),
          REGION,
          ENDPOINT,
          PATH_STYLE);

  /** Whether it is said where it is. */
  public boolean isPlaced() {
    return region != null || endpoint != null;
  }

  /** The same in the region of the agent's surroundings, where the document does not say where. */
  public S3Bucket orIn(Supplier<@Nullable String> surroundings) {
    return isPlaced() ? this : new S3Bucket(name, surroundings.get(), null, pathStyle);
  }

  /**
   * What a block with these four keys says; null where it names no bucket.
   *
   * @param reader who has to find it, or null where nobody does
   */
  static @Nullable S3Bucket read(Block block, @Nullable AgentKind reader) {
    String name = block.text("bucket");
    if (name != null && reader != null && !block.has("region") && !block.has("endpoint")) {
      block.outside(reader, "bucket", "region", new Outside.AwsRegion());
    }
    return name == null
        ? null
        : new S3Bucket(
            name,
            block.text("region"),
            block.as("endpoint", URI::create),
            block.truth("path_style", false));
  }
}
