package io.foyer;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One step of a drain.
 *
 * @param name for the log
 * @param action completes when nothing of it is left
 */
record DrainStep(Stage stage, String name, Supplier<Future<?>> action) {}
