/**
 * Composition root: reads the configuration, builds every component by constructor injection,
 * deploys the roles and drains them in order. The only package that depends on every feature.
 */
@NullMarked
package io.foyer;

import org.jspecify.annotations.NullMarked;
