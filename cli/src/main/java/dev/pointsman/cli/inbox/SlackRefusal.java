package dev.pointsman.cli.inbox;

import java.util.List;

/** A call that Slack would answer with {@code ok: false} and this error. */
final class SlackRefusal extends RuntimeException {

  private final String error;
  private final transient List<String> details;

  SlackRefusal(String error, String... details) {
    super(error);
    this.error = error;
    this.details = List.of(details);
  }

  String error() {
    return error;
  }

  /** For people, as Slack puts them into {@code response_metadata.messages}. */
  List<String> details() {
    return details;
  }
}
