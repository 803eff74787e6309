package dev.pointsman.job.notification;

import dev.pointsman.connector.http.Secret;
import dev.pointsman.connector.pagerduty.PagerDutyClient;
import dev.pointsman.connector.pagerduty.PagerDutyReceiver;
import dev.pointsman.connector.slack.SlackClient;
import dev.pointsman.connector.slack.SlackReceiver;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Receiver;
import dev.pointsman.notify.Service;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Receivers as the environment of the process describes them. A service without its key or token is
 * no error until somebody is to be told by it; then its messages are undelivered, saying what to
 * set.
 *
 * <p>{@code PAGERDUTY_ROUTING_KEY} and {@code SLACK_BOT_TOKEN}, or the same with {@code _FILE} for
 * the name of a file; {@code PAGERDUTY_URL} and {@code SLACK_API_URL} for other addresses; {@code
 * SLACK_CHANNEL} for rules that name no channel.
 */
public final class EnvironmentReceivers implements ReceiverFactory {

  public static final String PAGERDUTY_ROUTING_KEY = "PAGERDUTY_ROUTING_KEY";
  public static final String PAGERDUTY_URL = "PAGERDUTY_URL";
  public static final String SLACK_BOT_TOKEN = "SLACK_BOT_TOKEN";
  public static final String SLACK_API_URL = "SLACK_API_URL";
  public static final String SLACK_CHANNEL = "SLACK_CHANNEL";

  private static final long serialVersionUID = 1;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HashMap<String, String> overrides;
  private final Duration timeout;

  /** What the process's environment says. */
  public EnvironmentReceivers() {
    this(Map.of());
  }

  /** What {@code overrides} says, and for all else the process's environment. */
  public EnvironmentReceivers(Map<String, String> overrides) {
    this(overrides, TIMEOUT);
  }

  /** As above, with a limit on each call. */
  public EnvironmentReceivers(Map<String, String> overrides, Duration timeout) {
    this.overrides = new HashMap<>(overrides);
    this.timeout = timeout;
  }

  /**
   * What is not set in this process and makes a service unusable, a sentence for each; empty where
   * everybody can be told.
   *
   * @throws IllegalArgumentException where something is set that cannot be used
   */
  public List<String> missing() {
    return missing(System.getenv());
  }

  List<String> missing(Map<String, String> environment) {
    Map<String, String> settings = settings(environment);
    var missing = new ArrayList<String>();
    for (String name : List.of(PAGERDUTY_ROUTING_KEY, SLACK_BOT_TOKEN)) {
      if (Secret.from(settings, name) == null) {
        missing.add(unset(name));
      }
    }
    return missing;
  }

  @Override
  public Map<Service, Receiver> open() {
    return open(System.getenv());
  }

  Map<Service, Receiver> open(Map<String, String> environment) {
    Map<String, String> settings = settings(environment);
    var receivers = new EnumMap<Service, Receiver>(Service.class);
    receivers.put(Service.PAGERDUTY, pagerDuty(settings));
    receivers.put(Service.SLACK, slack(settings));
    return receivers;
  }

  private Map<String, String> settings(Map<String, String> environment) {
    var settings = new HashMap<>(environment);
    // A secret given here must not meet another one in a file named outside.
    overrides.keySet().forEach(name -> settings.remove(name + "_FILE"));
    settings.putAll(overrides);
    return settings;
  }

  private Receiver pagerDuty(Map<String, String> settings) {
    Secret key = Secret.from(settings, PAGERDUTY_ROUTING_KEY);
    if (key == null) {
      return new Unconfigured(unset(PAGERDUTY_ROUTING_KEY));
    }
    URI address = address(settings, PAGERDUTY_URL, PagerDutyClient.PUBLIC_ADDRESS);
    return new PagerDutyReceiver(new PagerDutyClient(address, key, timeout));
  }

  private Receiver slack(Map<String, String> settings) {
    Secret token = Secret.from(settings, SLACK_BOT_TOKEN);
    if (token == null) {
      return new Unconfigured(unset(SLACK_BOT_TOKEN));
    }
    URI address = address(settings, SLACK_API_URL, SlackClient.PUBLIC_ADDRESS);
    return new SlackReceiver(new SlackClient(address, token, timeout), settings.get(SLACK_CHANNEL));
  }

  private static URI address(Map<String, String> settings, String name, URI other) {
    String text = settings.get(name);
    if (text == null) {
      return other;
    }
    if (!text.startsWith("https://") && !text.startsWith("http://")) {
      throw new IllegalArgumentException(name + " is no http:// or https:// address: " + text);
    }
    return URI.create(text);
  }

  private static String unset(String name) {
    return "neither " + name + " nor " + name + "_FILE is set";
  }

  /** Takes nothing, and says why. */
  private record Unconfigured(String reason) implements Receiver {

    @Override
    public Answer deliver(Delivery delivery) {
      return new Answer.Rejected(reason);
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
