package dev.pointsman.yaml;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** A text by the name that people know it by, and where what is found in it goes. */
public record SourceFile(String path, String text, Findings findings) {

  public void problem(Node at, String message) {
    findings.add(problemAt(at, message), at);
  }

  /** A problem that is not among the findings. */
  public Problem problemAt(Node at, String message) {
    Mark mark = mark(at);
    return new Problem(path, mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  public void problem(int line, int column, String message) {
    findings.add(new Problem(path, line, column, message));
  }

  public void notice(Node at, String message) {
    Mark mark = mark(at);
    findings.add(new Notice(path, mark.getLine() + 1, mark.getColumn() + 1, message));
  }

  /** The entries of a list of which no problem was reported themselves. */
  public List<Node> soundItems(Node list) {
    return Nodes.items(list).stream().filter(findings::isSound).toList();
  }

  /** The entries of a mapping of whose key no problem was reported, whatever of the value. */
  public List<NodeTuple> soundKeys(Node mapping) {
    return Nodes.entries(mapping).stream()
        .filter(each -> findings.isSound(each.getKeyNode()))
        .toList();
  }

  /** The entries of a mapping of which no problem was reported, neither of key nor of value. */
  public List<NodeTuple> soundEntries(Node mapping) {
    return soundKeys(mapping).stream()
        .filter(each -> findings.isSound(each.getValueNode()))
        .toList();
  }

  /** {@code path:line:column}. */
  public String place(Node node) {
    Mark mark = mark(node);
    return path + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static Mark mark(Node node) {
    return node.getStartMark().orElseThrow();
  }
}
