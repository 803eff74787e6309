package dev.pointsman.notify;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionCodec;
import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.notify.DeliveryState.Told;
import dev.pointsman.rule.Severity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Delivery state behind a version byte; the transitions in it are as on the topic. */
public enum DeliveryStateCodec implements Codec<DeliveryState> {
  INSTANCE;

  private static final int VERSION = 1;

  /** Reads one part. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  @Override
  public void write(DeliveryState state, DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(state.seen().newestAt());
    Binary.writeCount(state.seen().steps().size(), out);
    for (Seen.Step step : state.seen().steps()) {
      Binary.writeSignedVarLong(step.startsAt(), out);
      Binary.writeText(step.state().text(), out);
    }
    writeTransition(state.firing(), out);
    Binary.writeCount(state.told().size(), out);
    for (Told told : state.told()) {
      writeDestination(told.destination(), out);
      Binary.writeText(told.severity().text(), out);
      writeMessage(told.message(), out);
    }
    Binary.writeCount(state.outbox().size(), out);
    for (Delivery delivery : state.outbox()) {
      writeDelivery(delivery, out);
    }
  }

  @Override
  public DeliveryState read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("delivery state of the unknown version " + version);
    }
    long newestAt = in.readLong();
    List<Seen.Step> steps = readList(in, DeliveryStateCodec::readStep);
    Transition firing = readTransition(in);
    List<Told> told = readList(in, DeliveryStateCodec::readTold);
    List<Delivery> outbox = readList(in, DeliveryStateCodec::readDelivery);
    return new DeliveryState(new Seen(newestAt, steps), firing, told, outbox);
  }

  @Override
  public DeliveryState copy(DeliveryState state) {
    return state;
  }

  private static Seen.Step readStep(DataInput in) throws IOException {
    long startsAt = Binary.readSignedVarLong(in);
    return new Seen.Step(startsAt, constant(in, AlertStatus.values(), AlertStatus::text));
  }

  private static Told readTold(DataInput in) throws IOException {
    return new Told(readDestination(in), readSeverity(in), readMessage(in));
  }

  private static void writeDelivery(Delivery delivery, DataOutput out) throws IOException {
    writeDestination(delivery.destination(), out);
    Binary.writeText(delivery.kind().text(), out);
    Binary.writeText(delivery.severity().text(), out);
    TransitionCodec.INSTANCE.write(delivery.transition(), out);
    writeTransition(delivery.firing(), out);
    writeMessage(delivery.message(), out);
    out.writeBoolean(delivery.lookFirst());
    out.writeBoolean(delivery.inFlight());
    Binary.writeCount(delivery.failures(), out);
    Binary.writeSignedVarLong(delivery.notBefore(), out);
  }

  private static Delivery readDelivery(DataInput in) throws IOException {
    return new Delivery(
        readDestination(in),
        constant(in, Delivery.Kind.values(), Delivery.Kind::text),
        readSeverity(in),
        TransitionCodec.INSTANCE.read(in),
        readTransition(in),
        readMessage(in),
        in.readBoolean(),
        in.readBoolean(),
        Binary.readCount(in),
        Binary.readSignedVarLong(in));
  }

  private static void writeDestination(Destination destination, DataOutput out) throws IOException {
    Binary.writeText(destination.service().text(), out);
    String channel = destination.channel();
    out.writeBoolean(channel != null);
    if (channel != null) {
      Binary.writeText(channel, out);
    }
  }

  private static Destination readDestination(DataInput in) throws IOException {
    Service service = constant(in, Service.values(), Service::text);
    return new Destination(service, in.readBoolean() ? Binary.readText(in) : null);
  }

  private static Severity readSeverity(DataInput in) throws IOException {
    return constant(in, Severity.values(), Severity::text);
  }

  private static void writeMessage(@Nullable MessageRef message, DataOutput out)
      throws IOException {
    out.writeBoolean(message != null);
    if (message != null) {
      Binary.writeText(message.channel(), out);
      Binary.writeText(message.ts(), out);
    }
  }

  private static @Nullable MessageRef readMessage(DataInput in) throws IOException {
    return in.readBoolean() ? new MessageRef(Binary.readText(in), Binary.readText(in)) : null;
  }

  private static void writeTransition(@Nullable Transition transition, DataOutput out)
      throws IOException {
    out.writeBoolean(transition != null);
    if (transition != null) {
      TransitionCodec.INSTANCE.write(transition, out);
    }
  }

  private static @Nullable Transition readTransition(DataInput in) throws IOException {
    return in.readBoolean() ? TransitionCodec.INSTANCE.read(in) : null;
  }

  private static <T> List<T> readList(DataInput in, Reader<T> reader) throws IOException {
    int count = Binary.readCount(in);
    var list = new ArrayList<T>();
    for (int i = 0; i < count; i++) {
      list.add(reader.read(in));
    }
    return list;
  }

  private static <E> E constant(DataInput in, E[] constants, Function<E, String> name)
      throws IOException {
    String text = Binary.readText(in);
    return Stream.of(constants)
        .filter(each -> name.apply(each).equals(text))
        .findFirst()
        .orElseThrow(() -> new IOException("unknown constant " + text));
  }
}
