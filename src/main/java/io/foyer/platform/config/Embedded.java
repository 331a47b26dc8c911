package io.foyer.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record whose settings stand beside those of the record that contains it: its component's name
 * is no part of their paths. So the tree of records can be nested by feature while names that
 * operators know stay as they are.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Embedded {
  /** The heading of these settings in the documentation. */
  String value();
}
