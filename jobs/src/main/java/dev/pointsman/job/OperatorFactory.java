package dev.pointsman.job;

import java.io.Serializable;
import java.util.function.Function;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes an operator where it runs, from what only exists there. */
public final class OperatorFactory<IN, OUT> extends AbstractStreamOperatorFactory<OUT>
    implements OneInputStreamOperatorFactory<IN, OUT> {

  private static final long serialVersionUID = 1;

  /** A constructor call that can be sent to a task. */
  public interface Constructor<IN, OUT>
      extends Function<StreamOperatorParameters<OUT>, OneInputStreamOperator<IN, OUT>>,
          Serializable {}

  private final Class<? extends OneInputStreamOperator<IN, OUT>> type;
  private final Constructor<IN, OUT> constructor;

  private OperatorFactory(
      Class<? extends OneInputStreamOperator<IN, OUT>> type, Constructor<IN, OUT> constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  /** A factory of operators of {@code type}. */
  public static <IN, OUT> OperatorFactory<IN, OUT> of(
      Class<? extends OneInputStreamOperator<IN, OUT>> type, Constructor<IN, OUT> constructor) {
    return new OperatorFactory<>(type, constructor);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's signature
  public <T extends StreamOperator<OUT>> T createStreamOperator(
      StreamOperatorParameters<OUT> parameters) {
    return (T) constructor.apply(parameters);
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return type;
  }
}
