/**
 * What every room stands on. Imports nothing of the features; owns the one vocabulary of problems.
 */
@NullMarked
package io.foyer.platform;

import org.jspecify.annotations.NullMarked;
