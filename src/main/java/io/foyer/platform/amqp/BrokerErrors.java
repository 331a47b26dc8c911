package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Classifies errors by the reply code of the broker (AMQP 0-9-1). */
final class BrokerErrors {
  static final int ACCESS_REFUSED = AMQP.ACCESS_REFUSED;
  static final int NOT_FOUND = AMQP.NOT_FOUND;
  static final int PRECONDITION_FAILED = AMQP.PRECONDITION_FAILED;

  private BrokerErrors() {}

  /** Whether {@code cause} carries one of these reply codes. */
  static boolean isOf(Throwable cause, int... codes) {
    OptionalInt code = code(cause);
    return code.isPresent() && Arrays.stream(codes).anyMatch(one -> one == code.getAsInt());
  }

  /** Whether an operator must act: wrong credentials, missing permission or virtual host. */
  static boolean needsOperator(Throwable cause) {
    return cause instanceof AuthenticationFailureException
        || isOf(cause, AMQP.ACCESS_REFUSED, AMQP.NOT_ALLOWED);
  }

  /** Error text for the log. */
  static String text(Throwable cause) {
    return signal(cause).map(Throwable::getMessage).orElseGet(cause::toString);
  }

  private static OptionalInt code(Throwable cause) {
    return signal(cause).map(signal -> code(signal.getReason())).orElseGet(OptionalInt::empty);
  }

  private static OptionalInt code(Method reason) {
    return switch (reason) {
      case AMQP.Channel.Close close -> OptionalInt.of(close.getReplyCode());
      case AMQP.Connection.Close close -> OptionalInt.of(close.getReplyCode());
      case null, default -> OptionalInt.empty();
    };
  }

  private static Optional<ShutdownSignalException> signal(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof ShutdownSignalException signal) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }
}
