package dev.pointsman.rule.yaml;

import dev.pointsman.rule.Matcher;

/**
 * Reads the pieces of Prometheus's selector syntax one after another: names, operators and strings
 * in double, single or back quotes, with Go's escapes in the former two.
 */
final class PrometheusText {

  private final String text;
  private int at;

  PrometheusText(String text) {
    this.text = text;
  }

  /** Thrown with what was expected, and where. */
  static final class SyntaxException extends RuntimeException {
    SyntaxException(String message) {
      super(message);
    }
  }

  boolean atEnd() {
    skipSpace();
    return at == text.length();
  }

  /** Takes a symbol if it comes next. */
  boolean take(String symbol) {
    skipSpace();
    boolean found = text.startsWith(symbol, at);
    at += found ? symbol.length() : 0;
    return found;
  }

  void expect(String symbol) {
    if (!take(symbol)) {
      throw expected('"' + symbol + '"');
    }
  }

  void expectEnd() {
    if (!atEnd()) {
      throw expected("nothing more");
    }
  }

  /** A metric's name: as a label's, with colons and dots. */
  String metric() {
    return word("a metric name", ":.");
  }

  /** A label's name; in quotes it may have any character. */
  String label() {
    skipSpace();
    return at < text.length() && isQuote(text.charAt(at)) ? string() : word("a label name", "");
  }

  Matcher.Kind operator() {
    for (Matcher.Kind kind :
        new Matcher.Kind[] {
          Matcher.Kind.REGEX, Matcher.Kind.NOT_REGEX, Matcher.Kind.NOT_EQUAL, Matcher.Kind.IN
        }) {
      if (take(kind.symbol())) {
        return kind;
      }
    }
    throw expected("one of = != =~ !~");
  }

  /** A string in quotes, without them. */
  String string() {
    skipSpace();
    if (at == text.length() || !isQuote(text.charAt(at))) {
      throw expected("a text in quotes");
    }
    char quote = text.charAt(at++);
    var value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char next = text.charAt(at++);
      if (next == '\\' && quote != '`') {
        escape(value);
      } else {
        value.append(next);
      }
    }
    if (at == text.length()) {
      throw expected("a closing " + quote);
    }
    at++;
    return value.toString();
  }

  private void escape(StringBuilder value) {
    if (at == text.length()) {
      throw expected("a character after \\");
    }
    char letter = text.charAt(at++);
    switch (letter) {
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case '\\', '\'', '"' -> value.append(letter);
      case 'x' -> value.appendCodePoint(number(2, 16));
      case 'u' -> value.appendCodePoint(number(4, 16));
      case 'U' -> value.appendCodePoint(number(8, 16));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        value.appendCodePoint(number(3, 8));
      }
      default -> {
        at--;
        throw expected("one of a b f n r t v \\ ' \" x u U or three octal digits after \\");
      }
    }
  }

  private int number(int digits, int radix) {
    int end = at + digits;
    if (end <= text.length()) {
      String form = radix == 8 ? "[0-7]+" : "[0-9A-Fa-f]+";
      String number = text.substring(at, end);
      if (number.matches(form)) {
        long codePoint = Long.parseLong(number, radix);
        if (codePoint <= Character.MAX_CODE_POINT) {
          at = end;
          return (int) codePoint;
        }
      }
    }
    throw expected(digits + (radix == 8 ? " octal" : " hexadecimal") + " digits of a character");
  }

  private String word(String noun, String alsoAllowed) {
    skipSpace();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at), at > start, alsoAllowed)) {
      at++;
    }
    if (at == start) {
      throw expected(noun);
    }
    return text.substring(start, at);
  }

  private static boolean isWord(char c, boolean mayBeDigit, String alsoAllowed) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (mayBeDigit && c >= '0' && c <= '9')
        || alsoAllowed.indexOf(c) >= 0;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  SyntaxException expected(String what) {
    String rest = at == text.length() ? "the end" : '`' + text.substring(at) + '`';
    return new SyntaxException("expected " + what + " at " + rest);
  }
}
