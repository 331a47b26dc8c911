package io.foyer.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Runs while no other integration test does, because it breaks a server that others use. One that
 * breaks Redis has {@link RedisServer} instead, and none holds a time that a busy machine would
 * break. A class or a method that carries this says which server it breaks.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("alone")
public @interface Alone {}
