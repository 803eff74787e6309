package dev.pointsman.notify;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.notify.DeliveryState.Told;
import dev.pointsman.rule.Severity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Delivery state as bytes, readable by every later version. Transitions in it are the JSON of the
 * {@code alerts} topic, which stays readable, too.
 */
public final class DeliveryStateCodec {

  private static final int VERSION = 1;

  private DeliveryStateCodec() {}

  public static byte[] encode(DeliveryState state) {
    var bytes = new ByteArrayOutputStream();
    try {
      write(state, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what this or an earlier version encoded.
   *
   * @throws IllegalArgumentException where the bytes are of a version that is not known, or of none
   */
  public static DeliveryState decode(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new IllegalArgumentException("delivery state that ends too early", e);
    }
  }

  private static void write(DeliveryState state, DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(state.seen().newestAt());
    out.writeByte(state.seen().steps().size());
    for (Seen.Step step : state.seen().steps()) {
      out.writeLong(step.startsAt());
      out.writeUTF(step.state().text());
    }
    writeTransition(state.firing(), out);
    out.writeInt(state.told().size());
    for (Told told : state.told()) {
      writeDestination(told.destination(), out);
      out.writeUTF(told.severity().text());
      writeMessage(told.message(), out);
    }
    out.writeInt(state.outbox().size());
    for (Delivery delivery : state.outbox()) {
      write(delivery, out);
    }
  }

  private static DeliveryState read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalArgumentException("delivery state of the unknown version " + version);
    }
    long newestAt = in.readLong();
    int stepCount = in.readByte();
    var steps = new ArrayList<Seen.Step>();
    for (int i = 0; i < stepCount; i++) {
      steps.add(
          new Seen.Step(
              in.readLong(), constant(in.readUTF(), AlertStatus.values(), AlertStatus::text)));
    }
    Transition firing = readTransition(in);
    int toldCount = in.readInt();
    var told = new ArrayList<Told>();
    for (int i = 0; i < toldCount; i++) {
      told.add(new Told(readDestination(in), readSeverity(in), readMessage(in)));
    }
    int deliveryCount = in.readInt();
    var outbox = new ArrayList<Delivery>();
    for (int i = 0; i < deliveryCount; i++) {
      outbox.add(readDelivery(in));
    }
    return new DeliveryState(new Seen(newestAt, steps), firing, told, outbox);
  }

  private static void write(Delivery delivery, DataOutput out) throws IOException {
    writeDestination(delivery.destination(), out);
    out.writeUTF(text(delivery.kind()));
    out.writeUTF(delivery.severity().text());
    writeTransition(delivery.transition(), out);
    writeTransition(delivery.firing(), out);
    writeMessage(delivery.message(), out);
    out.writeBoolean(delivery.lookFirst());
    out.writeBoolean(delivery.inFlight());
    out.writeInt(delivery.failures());
    out.writeLong(delivery.notBefore());
  }

  private static Delivery readDelivery(DataInput in) throws IOException {
    Destination destination = readDestination(in);
    Delivery.Kind kind = constant(in.readUTF(), Delivery.Kind.values(), DeliveryStateCodec::text);
    Severity severity = readSeverity(in);
    Transition transition = readTransition(in);
    if (transition == null) {
      throw new IllegalArgumentException("a delivery about nothing");
    }
    return new Delivery(
        destination,
        kind,
        severity,
        transition,
        readTransition(in),
        readMessage(in),
        in.readBoolean(),
        in.readBoolean(),
        in.readInt(),
        in.readLong());
  }

  private static void writeDestination(Destination destination, DataOutput out) throws IOException {
    out.writeUTF(destination.service().text());
    writeText(destination.channel(), out);
  }

  private static Destination readDestination(DataInput in) throws IOException {
    return new Destination(constant(in.readUTF(), Service.values(), Service::text), readText(in));
  }

  private static Severity readSeverity(DataInput in) throws IOException {
    return constant(in.readUTF(), Severity.values(), Severity::text);
  }

  private static void writeMessage(@Nullable MessageRef message, DataOutput out)
      throws IOException {
    out.writeBoolean(message != null);
    if (message != null) {
      out.writeUTF(message.channel());
      out.writeUTF(message.ts());
    }
  }

  private static @Nullable MessageRef readMessage(DataInput in) throws IOException {
    return in.readBoolean() ? new MessageRef(in.readUTF(), in.readUTF()) : null;
  }

  private static void writeText(@Nullable String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static @Nullable String readText(DataInput in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  /**
   * With an int for the length: {@code writeUTF} ends at 64 KB, evidence and annotations may not.
   */
  private static void writeTransition(@Nullable Transition transition, DataOutput out)
      throws IOException {
    byte[] json = transition == null ? new byte[0] : TransitionJson.write(transition);
    out.writeInt(json.length);
    out.write(json);
  }

  private static @Nullable Transition readTransition(DataInput in) throws IOException {
    var json = new byte[in.readInt()];
    in.readFully(json);
    return json.length == 0 ? null : TransitionJson.read(json);
  }

  private static String text(Delivery.Kind kind) {
    return switch (kind) {
      case TRIGGER -> "trigger";
      case RESOLVE -> "resolve";
      case RESOLVE_IF_TOLD -> "resolve_if_told";
    };
  }

  private static <E> E constant(String text, E[] constants, Function<E, String> name) {
    return Stream.of(constants)
        .filter(each -> name.apply(each).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown constant " + text));
  }
}
