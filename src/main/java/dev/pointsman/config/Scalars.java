package dev.pointsman.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.pointsman.yaml.Durations;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What single values of the document look like, and what their texts mean. */
final class Scalars {

  private static final String DECIMAL = "[0-9]{1,9}(?:\\.[0-9]{1,9})?";
  private static final java.util.regex.Pattern BARE = java.util.regex.Pattern.compile(DECIMAL);
  private static final String SIZE_PATTERN = "([0-9]{1,12}(?:\\.[0-9]{1,9})?) ?(?:([KMGT])i?)?B?";
  private static final java.util.regex.Pattern SIZE_FORM =
      java.util.regex.Pattern.compile(SIZE_PATTERN);
  private static final Set<Tag> NUMBER_OR_TEXT = Set.of(Tag.STR, Tag.INT, Tag.FLOAT);

  private static final java.util.regex.Pattern SECRET_PARAMETER =
      java.util.regex.Pattern.compile(
          "(?i)(?:.*[^a-z])?(?:token|key|api_?key|auth|authorization|sig|signature|credentials?|pwd)"
              + "|.*(?:token|secret|passw(?:or)?d|signature).*");

  private static final long SECOND = 1000;
  private static final long DAY = 86_400_000;

  /** A bare number is seconds. */
  static final Shape SECONDS = timeIn("seconds", SECOND);

  /** A bare number is milliseconds. */
  static final Shape MILLISECONDS = timeIn("milliseconds", 1);

  /** A bare number is days. */
  static final Shape DAYS = timeIn("days", DAY);

  /** Bytes; K, M, G and T are powers of 1024, with or without i and B. */
  static final Shape SIZE =
      scalar(
          "a size like 100KB, 128Mi or 2GiB (KB = 1024 bytes)",
          NUMBER_OR_TEXT,
          text -> SIZE_FORM.matcher(text).matches(),
          anyOf(type("number").put("minimum", 0), pattern(SIZE_PATTERN)));

  static final Shape PERCENT =
      scalar(
          "a percentage above 0 and up to 100, such as 50",
          NUMBER_OR_TEXT,
          text -> text.matches(DECIMAL + "%?") && percent(text) > 0 && percent(text) <= 100,
          anyOf(
              type("number").put("exclusiveMinimum", 0).put("maximum", 100),
              pattern(DECIMAL + "%?")));

  /** YAML 1.2 takes yes, no, on and off for texts. */
  static final Shape TRUTH =
      scalar(
          "yes or no",
          Set.of(Tag.STR, Tag.BOOL),
          text -> text.toLowerCase(Locale.ROOT).matches("yes|no|on|off|true|false"),
          anyOf(type("boolean"), pattern("(?:[Yy]es|[Nn]o|[Oo]n|[Oo]ff|YES|NO|ON|OFF)")));

  /** A text, or what YAML takes for a number, such as the version 1.12. */
  static final Shape AS_WRITTEN =
      scalar(
          "a text",
          NUMBER_OR_TEXT,
          text -> !text.isEmpty(),
          anyOf(type("number"), type("string").put("minLength", 1)));

  static final Shape PORT = whole(1, 65_535);

  static final Shape WEIGHT = whole(0, 999_999_999);

  static final Shape POSITIVE =
      scalar(
          "a number above 0",
          Set.of(Tag.INT, Tag.FLOAT),
          text -> text.matches(DECIMAL) && new BigDecimal(text).signum() > 0,
          type("number").put("exclusiveMinimum", 0));

  /** A regular expression of RE2, which cannot take for ever. */
  static final Shape REGEX =
      new Shape.Scalar(
          "a regular expression", Set.of(Tag.STR), Scalars::regexComplaint, type("string"));

  /** An absolute http or https URL without credentials, query or fragment. */
  static final Shape BASE_URL =
      new Shape.Scalar(
          "a URL such as https://us-west-2.example.com",
          Set.of(Tag.STR),
          Scalars::baseUrlComplaint,
          pattern("https?://[^?#]+"));

  /** A host name or address, and nothing else. */
  static final Shape HOST =
      scalar(
          "a host name or an address",
          Set.of(Tag.STR),
          text -> isHost(text),
          pattern("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+\\]?"));

  /** Without control characters, line ends, and characters that are not seen or turn the line. */
  private static final String NAME_PATTERN =
      "[^\\x00-\\x1F\\x7F-\\x9F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]{1,200}";

  /**
   * What labels and lines of the log have in them; not what would break a line or turn it round.
   */
  static final Shape NAME =
      text(
          "a text of one line",
          NAME_PATTERN,
          text ->
              text.matches(NAME_PATTERN)
                  ? null
                  : "a text of one line and at most 200 characters, not " + Nodes.quote(text));

  private static final String HOST_LABEL =
      "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"; // RFC 1123, and _ as many names have

  private Scalars() {}

  /** A whole number within bounds. */
  static Shape whole(long least, long most) {
    return scalar(
        "a whole number from " + least + " to " + most,
        Set.of(Tag.INT),
        text -> {
          if (!text.matches("[0-9]{1,18}")) {
            return false;
          }
          long number = Long.parseLong(text);
          return number >= least && number <= most;
        },
        type("integer").put("minimum", least).put("maximum", most));
  }

  /** A text, with the pattern of its schema. */
  static Shape text(String expected, String pattern, Shape.TextCheck check) {
    return new Shape.Scalar(expected, Set.of(Tag.STR), check, pattern(pattern));
  }

  /** One of many words, too many to be told all of them. */
  static Shape named(String expected, List<String> words) {
    return new Shape.Scalar(
        expected,
        Set.of(Tag.STR),
        text ->
            words.contains(text)
                ? null
                : expected + ", not " + Nodes.quote(text) + Nearest.hint(text, words),
        type("string").set("enum", words(words)));
  }

  private static ArrayNode words(List<String> words) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    words.forEach(array::add);
    return array;
  }

  /** A number within bounds, or a text; either matches a pattern, anchored. */
  static Shape numberOrText(String expected, String pattern, long least, long most) {
    return scalar(
        expected,
        NUMBER_OR_TEXT,
        text -> text.matches(pattern),
        anyOf(type("number").put("minimum", least).put("maximum", most), pattern(pattern)));
  }

  static Duration seconds(String text) {
    return time(text, SECOND);
  }

  static Duration milliseconds(String text) {
    return time(text, 1);
  }

  static Duration days(String text) {
    return time(text, DAY);
  }

  /** Bytes, a fraction cut off. */
  static long size(String text) {
    Matcher form = SIZE_FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    String unit = form.group(2);
    long factor = unit == null ? 1 : 1L << (10 * ("KMGT".indexOf(unit) + 1));
    return new BigDecimal(form.group(1))
        .multiply(BigDecimal.valueOf(factor))
        .setScale(0, RoundingMode.DOWN)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  /** 0 to 100. */
  static double percent(String text) {
    return Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
  }

  static boolean truth(String text) {
    return text.toLowerCase(Locale.ROOT).matches("yes|on|true");
  }

  /** Whether a text is a host name, an IPv4 address or an IPv6 address, without its brackets. */
  static boolean isHost(String text) {
    return text.length() <= 253
        && (text.matches(HOST_LABEL + "(\\." + HOST_LABEL + ")*\\.?") || isIpv6(text));
  }

  private static boolean isIpv6(String text) {
    try {
      return text.contains(":") && new URI("http://[" + text + "]/").getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What is wrong with an absolute http or https URL, or null where nothing is. */
  static @Nullable String urlComplaint(String text) {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme();
      if (scheme == null
          || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
          || url.getHost() == null
          || !isHost(url.getHost().replaceAll("^\\[|]$", ""))) {
        return "a URL that begins with http:// or https:// and a host, not " + Nodes.quote(text);
      }
      if (url.getRawUserInfo() != null) {
        return "a URL without credentials, which would be shown to everybody";
      }
      if (url.getRawFragment() != null) {
        return "a URL without a fragment, which is sent to nobody: #" + url.getRawFragment();
      }
      if (url.getPort() == 0 || url.getPort() > 65_535) {
        return "a URL whose port is between 1 and 65535, not " + url.getPort();
      }
      return null;
    } catch (URISyntaxException e) {
      return "a URL, which "
          + Nodes.quote(text)
          + " is not: "
          + e.getReason().toLowerCase(Locale.ROOT);
    }
  }

  /** The first parameter of a sound URL that seems to hold a secret, by its name; or null. */
  static @Nullable String secretParameter(URI url) {
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    return Arrays.stream(query.split("&"))
        .filter(each -> each.contains("="))
        .map(each -> each.substring(0, each.indexOf('=')))
        .filter(each -> SECRET_PARAMETER.matcher(each).matches())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String baseUrlComplaint(String text) {
    String complaint = urlComplaint(text);
    if (complaint != null) {
      return complaint;
    }
    URI url = URI.create(text);
    boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
    return plain ? null : "a URL without query or fragment: paths are appended to it";
  }

  private static @Nullable String regexComplaint(String text) {
    try {
      Pattern.compile(text);
      return null;
    } catch (PatternSyntaxException e) {
      return "a regular expression of RE2: " + e.getMessage();
    }
  }

  private static Shape timeIn(String unit, long unitMillis) {
    String expected = unit + " as a bare number, or a duration like 500ms, 30s or 1h30m";
    return new Shape.Scalar(
        expected,
        NUMBER_OR_TEXT,
        text -> {
          try {
            return time(text, unitMillis).isZero() ? "longer than 0" : null;
          } catch (IllegalArgumentException e) {
            return expected + ", not " + shown(text);
          }
        },
        anyOf(
            type("number").put("exclusiveMinimum", 0),
            type("string").put("pattern", Durations.PATTERN)));
  }

  private static Duration time(String text, long unitMillis) {
    if (!BARE.matcher(text).matches()) {
      return Duration.ofMillis(Durations.parse(text));
    }
    BigDecimal millis = new BigDecimal(text).multiply(BigDecimal.valueOf(unitMillis));
    return Duration.ofMillis(millis.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private interface Test {
    boolean passes(String text);
  }

  private static Shape scalar(String expected, Set<Tag> tags, Test test, ObjectNode schema) {
    return new Shape.Scalar(
        expected,
        tags,
        text -> test.passes(text) ? null : expected + ", not " + shown(text),
        schema);
  }

  private static String shown(String text) {
    return text.matches("[-+.0-9]{1,40}") ? text : Nodes.quote(text);
  }

  private static ObjectNode type(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode pattern(String pattern) {
    return type("string").put("pattern", "^(?:" + pattern + ")$");
  }

  private static ObjectNode anyOf(ObjectNode a, ObjectNode b) {
    ObjectNode either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(a).add(b);
    return either;
  }
}
