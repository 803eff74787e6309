package dev.pointsman.cli;

/** A number of things in words: {@code 1 rule}, {@code 2 rules}. */
public final class Counted {

  private Counted() {}

  /** For nouns whose plural ends in s. */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
