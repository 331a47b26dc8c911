package io.foyer.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The documentation of a setting or of a group of settings. {@code docs/configuration.md} and
 * {@code conf/foyer.yml} are generated from it by {@code make docs}. The type, the default and the
 * range of a setting come from its declaration, so they are not repeated here.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Description {
  /** What it does: one sentence, or a second one where the first is not enough. */
  String value();

  /** The unit of a number, such as {@code bytes}. */
  String unit() default "";

  /** The values that are allowed, where neither the type nor an annotation says it. */
  String allowed() default "";

  /** What happens where an {@code Optional} is not set, to be read after "not set:". */
  String absent() default "";

  /** The value in the sample file, in YAML, where there is no default. */
  String example() default "";
}
