-- Feeds: every message of a JetStream stream once, as it came and as columns, under numbers without a gap.

-- Who writes a stream. Only the holder of the current fence may; its lease ends by itself.
CREATE TABLE foyer.feed_writers (
  stream text        COLLATE "C" PRIMARY KEY,
  fence  bigint      NOT NULL,
  holder text        COLLATE "C" NOT NULL,
  until  timestamptz NOT NULL
);

-- A stream that was deleted and made again counts from 1 anew: it is another incarnation. last_seq is
-- how far it has been written; it, not the broker, is the truth.
CREATE TABLE foyer.feed_incarnations (
  id        bigint      PRIMARY KEY,
  stream    text        COLLATE "C" NOT NULL,
  created   text        COLLATE "C" NOT NULL, -- as the broker says it, to the nanosecond
  last_seq  bigint      NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (stream, created)
) WITH (fillfactor = 50);

-- One row for each subject. last_number moves only in the transaction that writes the messages.
CREATE TABLE foyer.feeds (
  id           integer     PRIMARY KEY,
  subject      text        COLLATE "C" NOT NULL UNIQUE,
  columns_in   text        COLLATE "C" NOT NULL UNIQUE, -- the table in schema feeds
  last_number  bigint      NOT NULL DEFAULT 0,
  first_number bigint      NOT NULL DEFAULT 1, -- of what is kept
  created_at   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

-- Each message as it came. number is its place in the feed, without a gap; none while it is in quarantine.
CREATE TABLE foyer.feed_messages (
  incarnation bigint      NOT NULL,
  seq         bigint      NOT NULL,
  feed        integer     NOT NULL,
  number      bigint,
  at          timestamptz NOT NULL, -- when the broker took it: the same at every delivery
  headers     json,
  payload     bytea       NOT NULL,
  PRIMARY KEY (incarnation, seq, at)
) PARTITION BY RANGE (at);
CREATE UNIQUE INDEX feed_messages_number ON foyer.feed_messages (feed, number, at) WHERE number IS NOT NULL;
-- From which number a moment on. Numbers and moments rise together, but for a broker's clock that was set back.
CREATE INDEX feed_messages_at ON foyer.feed_messages (feed, at) WHERE number IS NOT NULL;

-- What could not be read, and why. Its bytes are in feed_messages.
CREATE TABLE foyer.feed_quarantine (
  incarnation bigint      NOT NULL,
  seq         bigint      NOT NULL,
  feed        integer     NOT NULL,
  at          timestamptz NOT NULL,
  reason      text        NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (incarnation, seq)
);
CREATE INDEX feed_quarantine_feed ON foyer.feed_quarantine (feed, incarnation, seq);

-- Messages that the stream lost before they could be written: purged, expired, deleted.
CREATE TABLE foyer.feed_gaps (
  incarnation bigint      NOT NULL,
  first_seq   bigint      NOT NULL,
  last_seq    bigint      NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (incarnation, first_seq)
);

-- The messages of each feed as columns. Those of the two feeds of old are made here, others by the program.
CREATE SCHEMA feeds;

CREATE TABLE feeds.sport_events (
  feed_number bigint      NOT NULL,
  stored_at   timestamptz NOT NULL,
  sport       text,
  match_title text,
  data_event  text,
  PRIMARY KEY (feed_number, stored_at)
) PARTITION BY RANGE (stored_at);

CREATE TABLE feeds.executions (
  feed_number     bigint      NOT NULL,
  stored_at       timestamptz NOT NULL,
  symbol          text,
  market          text,
  price           real,
  quantity        real,
  execution_epoch bigint,
  state_symbol    text,
  PRIMARY KEY (feed_number, stored_at)
) PARTITION BY RANGE (stored_at);

-- As the tables of st-chat were, for whoever reads them. Their numbers were a float's digits as a double.
CREATE VIEW feeds.sport_event AS
  SELECT floor(extract(epoch FROM stored_at))::integer AS "timestamp", sport::varchar(64) AS sport,
         match_title, data_event
  FROM feeds.sport_events;
CREATE VIEW feeds.execution AS
  SELECT floor(extract(epoch FROM stored_at))::bigint::varchar(16) AS "timestamp", symbol, market,
         price::double precision::varchar(32) AS price, quantity::double precision::varchar(32) AS quantity,
         execution_epoch::varchar(16) AS executionepoch, state_symbol AS statesymbol
  FROM feeds.executions;
