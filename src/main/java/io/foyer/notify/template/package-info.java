/**
 * Templates of e-mails, in the language of Jinja2. A template sees only the values it is given;
 * what it prints into HTML is escaped. Rendering fails with a clear error and never prints half a
 * text.
 */
@NullMarked
package io.foyer.notify.template;

import org.jspecify.annotations.NullMarked;
