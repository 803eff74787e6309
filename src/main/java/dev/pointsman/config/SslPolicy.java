package dev.pointsman.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the names of AWS load balancers' security policies say, by <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html">
 * their table</a>.
 */
final class SslPolicy {

  private static final Pattern WITH_VERSION =
      Pattern.compile("ELBSecurityPolicy-(?:TLS|TLS13|FS)-1-([0-3])(?:-.*)?");
  private static final Pattern WITHOUT_VERSION =
      Pattern.compile("ELBSecurityPolicy-(?:FS-)?20[0-9]{2}-[0-9]{2}");

  private SslPolicy() {}

  /** The oldest version that a policy allows, or null where its name does not say. */
  static @Nullable TlsVersion minimumVersion(String policy) {
    Matcher form = WITH_VERSION.matcher(policy);
    if (form.matches()) {
      return TlsVersion.of("TLSv1." + form.group(1));
    }
    return WITHOUT_VERSION.matcher(policy).matches() ? TlsVersion.TLS_1_0 : null;
  }
}
