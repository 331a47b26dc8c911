/**
 * iCalendar objects (RFC 5545, iTIP: RFC 5546): {@link io.foyer.notify.calendar.CalendarWriter}
 * writes them for e-mails, downloads and feeds. Pure functions, without state.
 */
@NullMarked
package io.foyer.notify.calendar;

import org.jspecify.annotations.NullMarked;
