/**
 * The composition root: reads the configuration, builds every part by constructor, deploys the
 * roles and drains them in order. The only place that sees every feature.
 */
@NullMarked
package io.foyer;

import org.jspecify.annotations.NullMarked;
