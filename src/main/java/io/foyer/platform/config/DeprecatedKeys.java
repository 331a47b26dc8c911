package io.foyer.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names at the top of the configuration file that an older system knew and that do nothing any
 * more. A file that holds them is accepted with a warning, so that it can be taken over as it is.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DeprecatedKeys {
  /** Keys and groups at the top of the file. */
  String[] value();
}
