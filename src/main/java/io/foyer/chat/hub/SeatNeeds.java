package io.foyer.chat.hub;

import io.foyer.chat.ChatLog;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What all seats of a node share. */
record SeatNeeds(
    ChatLog log,
    Admission admission,
    RoomStreams streams,
    Seats seats,
    Joins joins,
    People people,
    Typing typing,
    HubMeters meters,
    Duration patience,
    LongSupplier nanos) {}
