package dev.pointsman.agent.redis;

import dev.pointsman.connector.http.Secret;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How an agent proves to a node who it is, and whom it trusts.
 *
 * @param username of an ACL user; null for the user {@code default}
 * @param password read anew for each round, so that one that is changed is taken up; null where the
 *     nodes ask for none
 * @param tls null for a connection in the clear
 */
public record RedisAccess(
    @Nullable String username, @Nullable Supplier<Secret> password, @Nullable RedisTls tls) {

  /** Nodes that ask for neither a password nor TLS. */
  public static final RedisAccess OPEN = new RedisAccess(null, null, null);

  public RedisAccess {
    if (username != null && password == null) {
      throw new IllegalArgumentException("a user name needs a password");
    }
  }
}
