-- Feeds: every message of a JetStream stream once, as it came and as columns, under numbers without a gap.

-- Who writes a stream. Only the holder of the current fence may; its lease ends by itself.
CREATE TABLE foyer.feed_writers (
  stream      text        COLLATE "C" PRIMARY KEY,
  fence       bigint      NOT NULL,
  holder      text        COLLATE "C" NOT NULL,
  until       timestamptz NOT NULL,
  stream_last bigint, -- the newest message in the stream, when the writer looked
  seen_at     timestamptz
);

-- A stream that was deleted and made again counts from 1 anew: it is another incarnation. So is one whose
-- broker came back without its newest messages: a fork goes on where both were the same. last_seq is how far
-- it has been written; it, not the broker, is the truth.
CREATE TABLE foyer.feed_incarnations (
  id        bigint      PRIMARY KEY,
  stream    text        COLLATE "C" NOT NULL,
  created   text        COLLATE "C" NOT NULL, -- as the broker says it, to the nanosecond
  fork      integer     NOT NULL DEFAULT 0,
  last_seq  bigint      NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL DEFAULT now(),
  gaps      bigint      NOT NULL DEFAULT 0, -- how many rows feed_gaps has of it,
  lost      bigint      NOT NULL DEFAULT 0, -- and of how many messages
  UNIQUE (stream, created, fork)
) WITH (fillfactor = 50);

-- One row for each subject. last_number moves only in the transaction that writes the messages, and
-- quarantined in the one that puts them there or takes them out.
CREATE TABLE foyer.feeds (
  id           integer     PRIMARY KEY,
  subject      text        COLLATE "C" NOT NULL UNIQUE,
  columns_in   text        COLLATE "C" NOT NULL UNIQUE, -- the table in schema feeds
  last_number  bigint      NOT NULL DEFAULT 0,
  first_number bigint      NOT NULL DEFAULT 1, -- of what is kept
  created_at   timestamptz NOT NULL DEFAULT now(),
  quarantined  bigint      NOT NULL DEFAULT 0 -- that have no number
) WITH (fillfactor = 50);

-- Each message as it came. number is its place in the feed, without a gap; none while it is in quarantine.
-- What was replayed from there has a number of later than its time, and is marked.
CREATE TABLE foyer.feed_messages (
  incarnation bigint      NOT NULL,
  seq         bigint      NOT NULL,
  feed        integer     NOT NULL,
  number      bigint,
  at          timestamptz NOT NULL, -- when the broker took it: the same at every delivery
  headers     json,
  payload     bytea       NOT NULL,
  replayed    boolean, -- true or nothing
  PRIMARY KEY (incarnation, seq, at)
) PARTITION BY RANGE (at);
CREATE UNIQUE INDEX feed_messages_number ON foyer.feed_messages (feed, number, at) WHERE number IS NOT NULL;
-- From which number a moment on. Numbers and moments rise together, but for a broker's clock that was set back.
-- Without the number in it: who asks by time would be spared up to 2,000 pages, but half a million messages of two feeds
-- would take 35 MB of this index in place of 15, for each of them to be written.
CREATE INDEX feed_messages_at ON foyer.feed_messages (feed, at) WHERE number IS NOT NULL AND replayed IS NULL;

-- What could not be read, and why, and which number it got when it could. Its bytes are in feed_messages.
CREATE TABLE foyer.feed_quarantine (
  incarnation bigint      NOT NULL,
  seq         bigint      NOT NULL,
  feed        integer     NOT NULL,
  at          timestamptz NOT NULL,
  reason      text        NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  replayed_as bigint,
  replayed_at timestamptz,
  PRIMARY KEY (incarnation, seq)
);
CREATE INDEX feed_quarantine_feed ON foyer.feed_quarantine (feed, incarnation, seq);
CREATE INDEX feed_quarantine_open ON foyer.feed_quarantine (feed, incarnation, seq) WHERE replayed_as IS NULL;
CREATE INDEX feed_quarantine_number ON foyer.feed_quarantine (feed, replayed_as) WHERE replayed_as IS NOT NULL;
CREATE INDEX feed_quarantine_replayed ON foyer.feed_quarantine (feed, at, replayed_as) WHERE replayed_as IS NOT NULL;
CREATE INDEX feed_quarantine_at ON foyer.feed_quarantine (at);

-- Messages that the stream lost before they could be written: purged, expired, deleted.
CREATE TABLE foyer.feed_gaps (
  incarnation bigint      NOT NULL,
  first_seq   bigint      NOT NULL,
  last_seq    bigint      NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (incarnation, first_seq)
);
CREATE INDEX feed_gaps_found ON foyer.feed_gaps (found_at, incarnation, first_seq);

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
