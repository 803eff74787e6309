package dev.pointsman.agent.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The region that an agent's surroundings name: {@code AWS_REGION}, else that of the profile in
 * AWS's file. The machine's metadata service, which may hang, is not asked.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html">AWS Region</a>
 */
public final class AwsRegion {

  private AwsRegion() {}

  /**
   * The region, or null where there is none.
   *
   * @throws IllegalArgumentException where the file with profiles cannot be read, naming it
   */
  public static @Nullable String find(Map<String, String> environment) {
    String region = environment.getOrDefault("AWS_REGION", "").strip();
    return region.isEmpty() ? ofProfile(environment) : region;
  }

  private static @Nullable String ofProfile(Map<String, String> environment) {
    String named = environment.get("AWS_CONFIG_FILE");
    String home = environment.get("HOME");
    if (named == null && home == null) {
      return null;
    }
    Path file = named == null ? Path.of(String.valueOf(home), ".aws", "config") : Path.of(named);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      return ProfileFile.builder()
          .content(file)
          .type(ProfileFile.Type.CONFIGURATION)
          .build()
          .profile(environment.getOrDefault("AWS_PROFILE", "default"))
          .flatMap(profile -> profile.property("region"))
          .orElse(null);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the profiles in " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
