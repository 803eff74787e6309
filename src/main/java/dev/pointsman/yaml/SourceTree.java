package dev.pointsman.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The YAML files at some paths, each once; folders are looked through, in order of the names. */
public final class SourceTree {

  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  private final Predicate<String> wanted;
  private final String wantedNoun;
  private final Findings findings;
  private final List<SourceFile> files = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  private SourceTree(Predicate<String> wanted, String wantedNoun, Findings findings) {
    this.wanted = wanted;
    this.wantedNoun = wantedNoun;
    this.findings = findings;
  }

  /** Rule files and catalogues; what cannot be read is reported. */
  public static List<SourceFile> ruleFiles(Collection<Path> paths, Findings findings) {
    Predicate<String> wanted = name -> isYaml(name) && !isTest(name);
    return new SourceTree(wanted, "rule file (*.yaml, *.yml)", findings).read(paths);
  }

  /** Tests of rules; what cannot be read is reported. */
  public static List<SourceFile> testFiles(Collection<Path> paths, Findings findings) {
    return new SourceTree(SourceTree::isTest, "test of rules (*.test.yaml)", findings).read(paths);
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** Whether a file of this name holds tests of rules. */
  public static boolean isTest(String name) {
    return name.endsWith(".test.yaml") || name.endsWith(".test.yml");
  }

  private List<SourceFile> read(Collection<Path> paths) {
    for (Path path : paths) {
      if (path.equals(STANDARD_INPUT)) {
        content(path);
      } else if (isSpecial(path)) {
        report(path, "expected a regular file or a folder");
      } else if (!Files.isDirectory(path)) {
        file(path);
      } else if (!folder(path)) {
        report(path, "expected a folder with a " + wantedNoun + " in it");
      }
    }
    return files;
  }

  /** Whether something wanted was in it. */
  private boolean folder(Path folder) {
    boolean any = false;
    try {
      if (!seen.add(folder.toRealPath())) {
        return true; // was here before, by another path or a link to above
      }
      List<Path> entries;
      try (Stream<Path> listed = Files.list(folder)) {
        entries = listed.sorted().toList();
      }
      for (Path entry : entries) {
        String name = name(entry);
        if (name.startsWith(".")) {
          continue; // editors, git, and the true files behind a Kubernetes volume's links
        }
        if (Files.isDirectory(entry)) {
          any |= folder(entry);
        } else if (wanted.test(name) && isSpecial(entry)) {
          findings.add(new Notice(entry.toString(), 1, 1, "skipped: not a regular file"));
        } else if (wanted.test(name)) {
          file(entry);
          any = true;
        }
      }
    } catch (IOException e) {
      report(folder, explain(e));
      return true;
    } catch (UncheckedIOException e) {
      report(folder, explain(Objects.requireNonNull(e.getCause())));
      return true;
    }
    return any;
  }

  /** Whether it is a pipe, a device or a socket, which may never end. */
  private static boolean isSpecial(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  private void file(Path path) {
    try {
      if (seen.add(path.toRealPath())) {
        content(path);
      }
    } catch (IOException e) {
      report(path, explain(e));
    }
  }

  private void content(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(YamlDocuments.MAX_LENGTH + 1);
      if (bytes.length > YamlDocuments.MAX_LENGTH) {
        String size = Files.isRegularFile(path) ? String.valueOf(Files.size(path)) : "more";
        report(
            path,
            "expected a file of %d bytes at most, not %s"
                .formatted(YamlDocuments.MAX_LENGTH, size));
        return;
      }
      decode(path, ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      report(path, explain(e));
    }
  }

  /** What went wrong in words of the operating system, without Java's. */
  private static String explain(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    String reason =
        e instanceof AccessDeniedException
            ? "permission denied"
            : e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    if (reason == null || reason.isEmpty()) {
      return "cannot be read";
    }
    return "cannot be read: "
        + reason.substring(0, 1).toLowerCase(Locale.ROOT)
        + reason.substring(1);
  }

  private void decode(Path path, ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer characters = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, characters, true);
    String text = characters.flip().toString();
    if (result.isError()) {
      int line = (int) text.chars().filter(each -> each == '\n').count() + 1;
      int column = text.codePointCount(text.lastIndexOf('\n') + 1, text.length()) + 1;
      findings.add(new Problem(path.toString(), line, column, "not UTF-8"));
      return;
    }
    files.add(new SourceFile(path.toString(), text, findings));
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private void report(Path path, String message) {
    findings.add(new Problem(path.toString(), 1, 1, message));
  }
}
