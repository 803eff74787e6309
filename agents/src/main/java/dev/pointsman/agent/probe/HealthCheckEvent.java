package dev.pointsman.agent.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** What one run of a probe found, as it goes to the topic {@code health-checks}. */
public record HealthCheckEvent(
    String check, String target, String region, String observer, Outcome outcome, Instant at) {

  private static final JsonFactory JSON = new JsonFactory();

  static HealthCheckEvent of(Probe probe, Outcome outcome, Instant at) {
    return new HealthCheckEvent(
        probe.name(), probe.check().target(), probe.region(), probe.observer(), outcome, at);
  }

  /** One JSON object in UTF-8; {@code latency_ms} and {@code error} only where there is one. */
  public byte[] json() {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("check", check);
      json.writeStringField("target", target);
      json.writeStringField("region", region);
      json.writeStringField("observer", observer);
      json.writeStringField("status", outcome.up() ? "up" : "down");
      Duration latency = outcome.latency();
      if (latency != null) {
        json.writeNumberField("latency_ms", latency.toNanos() / 1_000_000.0);
      }
      if (outcome.error() != null) {
        json.writeStringField("error", outcome.error());
      }
      json.writeNumberField("timestamp", at.toEpochMilli());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
