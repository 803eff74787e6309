package dev.pointsman.yaml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody is likely to have meant. */
public final class Nearest {

  private Nearest() {}

  /** The nearest of {@code words}, or null where none is near; case, _ and - do not count. */
  public static @Nullable String to(String written, Collection<String> words) {
    String nearest = null;
    int least = Math.min(2 + written.length() / 4, written.length());
    for (String word : words) {
      int distance = distance(plain(written), plain(word));
      if (distance < least) {
        least = distance;
        nearest = word;
      }
    }
    return nearest;
  }

  /** {@code : did you mean "window"?} or nothing. */
  public static String hint(String written, Collection<String> words) {
    String nearest = to(written, words);
    return nearest == null ? "" : ": did you mean \"" + nearest + "\"?";
  }

  private static String plain(String word) {
    String start = word.substring(0, Math.min(word.length(), 64)); // longer ones are not near
    return start.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** The optimal string alignment distance: insert, delete, replace, swap neighbours. */
  private static int distance(String a, String b) {
    var table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int moved = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
        table[i][j] = Math.min(replaced, moved);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[a.length()][b.length()];
  }
}
