package io.foyer.chat.hub;

import io.foyer.chat.ChatLog;
import io.foyer.platform.db.Readings;

/** What all streams of a node share. */
record HubNeeds(ChatLog log, Readings readings, Later later, People people, HubMeters meters) {}
