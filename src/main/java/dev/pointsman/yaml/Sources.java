package dev.pointsman.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Files with sections, read once for all who look for something in them; what each finds wrong is
 * kept with the rest.
 */
public final class Sources {

  private final List<SourceFile> files;
  private final Findings findings;
  private final IdentityHashMap<SourceFile, List<MappingNode>> documents = new IdentityHashMap<>();

  private Sources(List<SourceFile> files, Findings findings) {
    this.files = List.copyOf(files);
    this.findings = findings;
  }

  /**
   * Reads files and folders; of a folder all {@code *.yaml} and {@code *.yml} below it but the
   * tests of rules, {@code *.test.yaml}. What cannot be read is reported.
   */
  public static Sources read(Collection<Path> paths) {
    var findings = new Findings();
    List<Path> notTests = new ArrayList<>();
    for (Path path : paths) {
      Path name = path.getFileName();
      if (name != null && SourceTree.isTest(name.toString())) {
        findings.add(new Notice(path.toString(), 1, 1, "skipped: it holds tests, not rules"));
      } else {
        notTests.add(path);
      }
    }
    return new Sources(SourceTree.ruleFiles(notTests, findings), findings);
  }

  /** Takes texts that go by the names of files. */
  public static Sources ofTexts(Map<String, String> textByName) {
    var findings = new Findings();
    var files = new ArrayList<SourceFile>();
    textByName.forEach((name, text) -> files.add(new SourceFile(name, text, findings)));
    return new Sources(files, findings);
  }

  public List<SourceFile> files() {
    return files;
  }

  public Findings findings() {
    return findings;
  }

  /** The documents of one of the files; what is no mapping of sections is reported. */
  public List<MappingNode> documents(SourceFile file) {
    return documents.computeIfAbsent(file, Sources::parse);
  }

  /** All that was found wrong so far, in the order of the files and their places. */
  public List<Problem> problems() {
    return findings.problems(files);
  }

  /** All notices so far, in the order of the files and their places. */
  public List<Notice> notices() {
    return findings.notices(files);
  }

  private static List<MappingNode> parse(SourceFile file) {
    var mappings = new ArrayList<MappingNode>();
    for (Node document : YamlDocuments.read(file)) {
      if (document instanceof MappingNode mapping) {
        mappings.add(mapping);
      } else {
        file.problem(
            document,
            "expected a mapping of sections, such as alerts, not " + Nodes.describe(document));
      }
    }
    return mappings;
  }
}
