package dev.pointsman.config;

import dev.pointsman.yaml.Problem;
import dev.pointsman.yaml.SourceFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Something that a document names and that is not in it: a file, or a variable of the environment.
 *
 * @param reader who cannot do without
 * @param noun what it is called, such as its key
 */
record Outside(AgentKind reader, SourceFile file, Node at, String noun, Named named) {

  /** What is named; equal where the same is. */
  sealed interface Named {

    /** Throws an {@link IllegalArgumentException} where it cannot be used here. */
    void require(SecretSource.Finder secrets);
  }

  /** A password, a token or the like. */
  record Secret(SecretSource source) implements Named {
    @Override
    public void require(SecretSource.Finder secrets) {
      secrets.require(source);
    }
  }

  /** The region of AWS in which the agent runs, of a bucket for which the document has none. */
  record AwsRegion() implements Named {
    @Override
    public void require(SecretSource.Finder secrets) {
      if (secrets.awsRegion() == null) {
        throw new IllegalArgumentException(
            "pointsman collect needs it for the bucket: write it here, or set AWS_REGION");
      }
    }
  }

  /** Whom to trust. */
  record Authorities(Path file) implements Named {
    @Override
    public void require(SecretSource.Finder secrets) {
      var unused = new PemFile(file).certificates();
    }
  }

  /** What a client shows. */
  record Certificate(Path file) implements Named {
    @Override
    public void require(SecretSource.Finder secrets) {
      var unused = new PemFile(file).chain();
    }
  }

  /** The key of what a client shows, which is told of by itself where it cannot be used. */
  record Key(Path file, Path certificate) implements Named {
    @Override
    public void require(SecretSource.Finder secrets) {
      var unused = new PemFile(file).key();
      if (isUsable(new Certificate(certificate), secrets)) {
        var unusedToo = ClientIdentity.of(new PemFile(certificate), new PemFile(file));
      }
    }

    private static boolean isUsable(Certificate certificate, SecretSource.Finder secrets) {
      return complaint(certificate, secrets).isEmpty();
    }
  }

  /** Whether the document should have said it, and names nothing that is wrong. */
  boolean isLeftOut() {
    return named instanceof AwsRegion;
  }

  /** For what of these there is no use here; each file is looked into once. */
  static List<Problem> problems(List<Outside> all, SecretSource.Finder secrets) {
    Map<Named, Optional<String>> complaints = new HashMap<>();
    return all.stream()
        .flatMap(
            each ->
                complaints
                    .computeIfAbsent(each.named, named -> complaint(named, secrets))
                    .map(text -> each.file.problemAt(each.at, each.noun + ": " + text))
                    .stream())
        .toList();
  }

  private static Optional<String> complaint(Named named, SecretSource.Finder secrets) {
    try {
      named.require(secrets);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
