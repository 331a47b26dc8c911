package io.foyer.chat.hub;

import io.foyer.chat.ChatLog;
import io.foyer.platform.db.ConcurrencyLimiter;

/** What all streams of a node share. */
record HubNeeds(
    ChatLog log,
    ConcurrencyLimiter concurrencyLimiter,
    Later later,
    People people,
    HubMeters meters) {}
