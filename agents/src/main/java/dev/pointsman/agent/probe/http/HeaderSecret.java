package dev.pointsman.agent.probe.http;

/** The value of a header that nobody but the server may see. */
public final class HeaderSecret {

  private final String value;

  private HeaderSecret(String value) {
    this.value = value;
  }

  /**
   * A secret from its text, without blanks around it.
   *
   * @throws IllegalArgumentException where it is empty or cannot stand in a header
   */
  public static HeaderSecret of(String text) {
    String value = text.strip();
    if (value.isEmpty() || !value.chars().allMatch(each -> each >= ' ' && each < 127)) {
      throw new IllegalArgumentException("expected printable ASCII in one line");
    }
    return new HeaderSecret(value);
  }

  String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
