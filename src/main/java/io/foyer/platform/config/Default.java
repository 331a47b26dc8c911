package io.foyer.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a setting that nobody has set, written as an operator would write it ({@code 15m},
 * {@code 0.0.0.0:8080}). A component without this annotation that is not {@code Optional} must be
 * set.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** The default in the notation of the configuration file. */
  String value();
}
