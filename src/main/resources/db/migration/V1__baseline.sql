-- The tables of Foyer, by feature. docs/schema.md says what each promises and how long its rows are kept.
-- Everything is in the schemas foyer and feeds, so that another program's tables may be in the same database.

-- ---------------------------------------------------------------------------------------------
-- Platform: ids, inbox, jobs, outbox
-- ---------------------------------------------------------------------------------------------

-- A time-ordered id of 24 hex digits: 48 bits of milliseconds, 48 random bits.
CREATE FUNCTION foyer.new_id() RETURNS text
  LANGUAGE sql VOLATILE PARALLEL SAFE
  AS $$
    SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
           || substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)
  $$;

-- Deduplication of incoming deliveries. The primary key makes a repeated delivery harmless.
CREATE TABLE foyer.inbox (
  source      text        COLLATE "C" NOT NULL,
  delivery    text        COLLATE "C" NOT NULL, -- the delivery id that the sender gave
  body_hash   bytea       NOT NULL,
  event       text        COLLATE "C" NOT NULL,
  subject     text        COLLATE "C" NOT NULL, -- the id of what the delivery is about, in the words of its source
  repeats     integer     NOT NULL DEFAULT 0,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, delivery)
);
CREATE INDEX inbox_subject ON foyer.inbox (subject);
CREATE INDEX inbox_age ON foyer.inbox USING brin (received_at);

-- Broker messages that cannot be parsed, with their bytes, where no dead-letter queue can be declared.
CREATE TABLE foyer.quarantine (
  id          text        COLLATE "C" PRIMARY KEY DEFAULT foyer.new_id(),
  source      text        NOT NULL,
  reason      text        NOT NULL,
  headers     jsonb       NOT NULL,
  body        bytea       NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);

-- Background jobs. due_at is when a job may next be claimed: a claim moves it to the end of the lease, so an
-- abandoned job becomes due again without help. fence is the fencing token: it increases with every claim and
-- every new request, and only the holder of the current value may finish the job.
CREATE TABLE foyer.jobs (
  kind       text        COLLATE "C" NOT NULL,
  key        text        COLLATE "C" NOT NULL,
  due_at     timestamptz NOT NULL,
  attempts   integer     NOT NULL DEFAULT 0,
  fence      bigint      NOT NULL DEFAULT 1,
  last_error text,
  PRIMARY KEY (kind, key)
);
CREATE INDEX jobs_due ON foyer.jobs (kind, due_at);

-- Transactional outbox: messages that are sent after the commit. due_at as in jobs; while a message is being
-- sent, it is the end of the lease.
CREATE TABLE foyer.outbox (
  id           text        COLLATE "C" PRIMARY KEY DEFAULT foyer.new_id(),
  subject      text        COLLATE "C" NOT NULL,
  version      bigint      NOT NULL,
  kind         text        COLLATE "C" NOT NULL,
  channel      text        COLLATE "C" NOT NULL,
  recipient    text        COLLATE "C" NOT NULL,
  sender       text        COLLATE "C", -- the identity that it is sent from on its channel, null for the channel's own
  payload      jsonb       NOT NULL,
  status       text        COLLATE "C" NOT NULL DEFAULT 'pending'
               CHECK (status IN ('held', 'pending', 'sending', 'sent', 'unknown', 'failed', 'cancelled')),
  due_at       timestamptz NOT NULL DEFAULT now(),
  attempts     integer     NOT NULL DEFAULT 0,
  lost_answers integer     NOT NULL DEFAULT 0, -- attempts whose response was lost: each may have been delivered
  fence        bigint      NOT NULL DEFAULT 1,
  expires_at   timestamptz NOT NULL, -- the message is not sent after this
  resend_until timestamptz NOT NULL, -- it is not sent a second time after this
  withdrawn    boolean     NOT NULL DEFAULT false, -- cancelled while it was being sent: no further attempt
  reference    text, -- the channel's own id of the sent message
  last_error   text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  settled_at   timestamptz, -- when the last attempt ended, or the message was cancelled
  UNIQUE (subject, version, kind, channel, recipient)
);
CREATE INDEX outbox_due ON foyer.outbox (channel, due_at) WHERE status = 'pending';
CREATE INDEX outbox_leases ON foyer.outbox (channel, due_at) WHERE status = 'sending';
CREATE INDEX outbox_trouble ON foyer.outbox (status, created_at) WHERE status IN ('unknown', 'failed');

-- ---------------------------------------------------------------------------------------------
-- Meetings
-- ---------------------------------------------------------------------------------------------

-- The meetings of every intake. The key of the join link is id and join_secret: the row is found by its primary
-- key, and the secret is compared in constant time.
-- fillfactor: announcements update each row once, neighbours in one transaction. A page has room for a second
-- version of each of its rows, so that the update touches no index (a HOT update).
CREATE TABLE foyer.meetings (
  id                text        COLLATE "C" PRIMARY KEY,
  origin            text        COLLATE "C" NOT NULL, -- the feature that booked it
  origin_id         text        COLLATE "C" NOT NULL, -- its id in that feature
  title             text        NOT NULL,
  description       text,
  organizer         text,
  starts_at         timestamptz NOT NULL,
  ends_at           timestamptz, -- null where the end is not known
  opens_at          timestamptz, -- nobody enters before; null for a meeting that is open at all times
  zone              text        COLLATE "C", -- the time zone it was booked in
  wall_at           timestamp,   -- its start on a clock of that zone
  room_kind         text        COLLATE "C" CHECK (room_kind IN ('external')), -- null for a room on the Jitsi server
  room_name         text        COLLATE "C" NOT NULL,
  entry_url         text        COLLATE "C", -- the address of an external room
  join_secret       text        COLLATE "C" NOT NULL,
  version           bigint      NOT NULL DEFAULT 1, -- increases with every new announcement
  announced_version bigint      NOT NULL DEFAULT 0, -- the newest version that was announced, 0 for none
  status            text        COLLATE "C" NOT NULL DEFAULT 'planned'
                    CHECK (status IN ('planned', 'unscheduled', 'scheduled', 'announced', 'missed', 'cancelled')),
  phase             text        COLLATE "C" NOT NULL DEFAULT 'booked'
                    CHECK (phase IN ('booked', 'open', 'running', 'over')),
  channels          text[]      COLLATE "C", -- the channels that announce it, null for the default ones
  lead_seconds      integer     CHECK (lead_seconds >= 0),  -- how long before its start it is announced, null for WARN_BEFORE
  grace_seconds     integer     CHECK (grace_seconds >= 0), -- how long after its start it still is, null for MISSED_AFTER
  scheduled_at      timestamptz, -- when its reminder was first scheduled
  created_at        timestamptz NOT NULL DEFAULT now(),
  changed_at        timestamptz NOT NULL DEFAULT now(),
  CHECK (ends_at > starts_at),
  CHECK (opens_at <= starts_at),
  CHECK ((zone IS NULL) = (wall_at IS NULL)),
  CHECK ((room_kind IS NOT DISTINCT FROM 'external') = (entry_url IS NOT NULL))
) WITH (fillfactor = 48);

-- The participants of a meeting, in the order of the announcement. An announcement addresses all participants who
-- can be reached, which is one fact of the meeting (announced_version); only those whom it did not reach are marked.
-- key is the name of the person in the feature that booked, such as a login. join_secret is the last part of a
-- link of their own; without one they use the link of the meeting.
CREATE TABLE foyer.participants (
  meeting_id      text    COLLATE "C" NOT NULL REFERENCES foyer.meetings ON DELETE CASCADE,
  key             text    NOT NULL,
  position        integer NOT NULL,
  role            text    COLLATE "C" NOT NULL,
  name            text,
  account_id      text    COLLATE "C",
  email           text,
  email_state     text    COLLATE "C" NOT NULL CHECK (email_state IN ('known', 'none', 'pending')),
  moderator       boolean NOT NULL DEFAULT false,
  remind          boolean NOT NULL DEFAULT true, -- whether reminders are sent to this person
  join_secret     text    COLLATE "C",
  present         boolean NOT NULL DEFAULT true, -- false for a participant who left
  pending_version bigint  NOT NULL DEFAULT 0, -- the version still to be announced to this person, 0 for none
  PRIMARY KEY (meeting_id, key)
) WITH (fillfactor = 90);
-- For the meetings of one person. A booking does not write it, because participants are written later.
CREATE INDEX participants_key ON foyer.participants (key, meeting_id) WHERE present;

-- What happened to a meeting, step by step: path names what the entry is about ('' for the meeting itself), code is
-- the step's result in the style of HTTP.
CREATE TABLE foyer.meeting_log (
  id         text        COLLATE "C" PRIMARY KEY DEFAULT foyer.new_id(),
  meeting_id text        COLLATE "C" NOT NULL REFERENCES foyer.meetings ON DELETE CASCADE,
  path       text        COLLATE "C" NOT NULL,
  code       integer     NOT NULL,
  message    text        NOT NULL,
  at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX meeting_log_meeting ON foyer.meeting_log (meeting_id, id);

-- ---------------------------------------------------------------------------------------------
-- Evaluations of 42
-- ---------------------------------------------------------------------------------------------

-- Scale teams. A row with destroyed_at is a tombstone: the id cannot come back while the row exists. team_id of a
-- row imported from 42-jitsi is unknown until the intranet was asked.
CREATE TABLE foyer.evaluations (
  id                bigint      PRIMARY KEY,
  meeting_id        text        COLLATE "C",
  begin_at          timestamptz,
  team_id           bigint,
  corrector         text,
  source_updated_at timestamptz,
  revision          bigint      NOT NULL DEFAULT 1, -- optimistic lock of the enrichment
  enriched_at       timestamptz,
  destroyed_at      timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  changed_at        timestamptz NOT NULL DEFAULT now(),
  CHECK (destroyed_at IS NOT NULL OR (begin_at IS NOT NULL AND meeting_id IS NOT NULL))
) WITH (fillfactor = 90);
CREATE INDEX evaluations_begin ON foyer.evaluations (begin_at, id);
CREATE INDEX evaluations_tombstones ON foyer.evaluations (destroyed_at) WHERE destroyed_at IS NOT NULL;
-- For the evaluations of one person. A booking does not write it.
CREATE INDEX evaluations_destroyed_corrector ON foyer.evaluations (corrector)
  WHERE destroyed_at IS NOT NULL;

-- ---------------------------------------------------------------------------------------------
-- Accounts
-- ---------------------------------------------------------------------------------------------

-- Keys are compared byte by byte: the program folds letter case and compatibility forms, so that two spellings are
-- one name on every server, whatever its locale. security_version increases when the password, the role or
-- disabled_at changes: a log-in that read an older version opens no session.
CREATE TABLE foyer.accounts (
  id               text        COLLATE "C" PRIMARY KEY,
  handle           text        NOT NULL,
  handle_key       text        COLLATE "C" NOT NULL UNIQUE,
  email            text        NOT NULL,
  email_key        text        COLLATE "C" NOT NULL UNIQUE,
  name             text        NOT NULL,
  name_key         text        COLLATE "C" NOT NULL,
  about            text        NOT NULL DEFAULT '',
  role             text        COLLATE "C" NOT NULL CHECK (role IN ('user', 'admin', 'service', 'bot')),
  password_hash    text        COLLATE "C" NOT NULL,
  security_version bigint      NOT NULL DEFAULT 1,
  disabled_at      timestamptz,
  created_at       timestamptz NOT NULL DEFAULT now(),
  changed_at       timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 90);
CREATE INDEX accounts_name ON foyer.accounts (name_key, handle_key); -- a search reads only these two columns
CREATE INDEX accounts_admins ON foyer.accounts (id) WHERE role = 'admin';

-- The account of a person at other providers. Written only by administrators and by a provider's own log-in.
CREATE TABLE foyer.identities (
  provider   text        COLLATE "C" NOT NULL,
  subject    text        COLLATE "C" NOT NULL,
  account_id text        COLLATE "C" NOT NULL REFERENCES foyer.accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, subject),
  UNIQUE (account_id, provider)
);

-- One row for each log-in, whatever carries it; revoked_at is final. secret_hash is the SHA-256 of a cookie or an
-- opaque bearer token.
CREATE TABLE foyer.sessions (
  id          text        COLLATE "C" PRIMARY KEY,
  account_id  text        COLLATE "C" NOT NULL REFERENCES foyer.accounts ON DELETE CASCADE,
  carrier     text        COLLATE "C" NOT NULL CHECK (carrier IN ('token', 'cookie', 'opaque')),
  secret_hash bytea       UNIQUE,
  address     text        NOT NULL,
  agent       text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  seen_at     timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  reason      text        COLLATE "C",
  CHECK ((carrier = 'token') = (secret_hash IS NULL)),
  CHECK ((revoked_at IS NULL) = (reason IS NULL))
) WITH (fillfactor = 90);
CREATE INDEX sessions_account ON foyer.sessions (account_id, created_at) WHERE revoked_at IS NULL;
CREATE INDEX sessions_revoked ON foyer.sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX sessions_expiry ON foyer.sessions (expires_at);

-- Refresh tokens, tickets and password resets are 192 random bits and a signature, stored as their SHA-256.
-- A used refresh token stays, so that its second use is detected.
CREATE TABLE foyer.refresh_tokens (
  hash       bytea       PRIMARY KEY,
  session_id text        COLLATE "C" NOT NULL REFERENCES foyer.sessions ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at    timestamptz
);
CREATE INDEX refresh_tokens_session ON foyer.refresh_tokens (session_id);

CREATE TABLE foyer.tickets (
  hash       bytea       PRIMARY KEY,
  session_id text        COLLATE "C" NOT NULL REFERENCES foyer.sessions ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX tickets_session ON foyer.tickets (session_id);
CREATE INDEX tickets_expiry ON foyer.tickets (expires_at);

-- slot: one of the three messages that an account may be sent within an hour.
CREATE TABLE foyer.password_resets (
  hash       bytea       PRIMARY KEY,
  account_id text        COLLATE "C" NOT NULL REFERENCES foyer.accounts ON DELETE CASCADE,
  slot       integer     NOT NULL CHECK (slot BETWEEN 1 AND 3),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  UNIQUE (account_id, slot)
);
CREATE INDEX password_resets_expiry ON foyer.password_resets (expires_at);

-- The key that signs the tokens above, so that an invented one is refused without a query.
CREATE TABLE foyer.token_signing_key (
  one boolean PRIMARY KEY CHECK (one), -- the table has one row
  key bytea   NOT NULL
);

-- Fingerprints of the secrets with which the nodes sign access tokens.
CREATE TABLE foyer.jwt_secrets (
  fingerprint text        COLLATE "C" PRIMARY KEY,
  seen_at     timestamptz NOT NULL
);

-- Failed and unfinished log-ins, by the hash of the login (alone or with the network) or of the network.
-- No password is checked before blocked_until. trusted_network: a network from which this login has succeeded.
CREATE TABLE foyer.login_attempts (
  kind          text        COLLATE "C" NOT NULL CHECK (kind IN ('login', 'network', 'trusted_network')),
  key           bytea       NOT NULL,
  failures      integer     NOT NULL,
  last_at       timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL,
  PRIMARY KEY (kind, key)
) WITH (fillfactor = 80);
CREATE INDEX login_attempts_age ON foyer.login_attempts USING brin (last_at);

-- ---------------------------------------------------------------------------------------------
-- Chat
-- ---------------------------------------------------------------------------------------------

CREATE TABLE foyer.rooms (
  id          text        COLLATE "C" PRIMARY KEY,
  name        text        COLLATE "C" NOT NULL UNIQUE,
  topic       text        NOT NULL DEFAULT '',
  owner       text        COLLATE "C" NOT NULL,
  access      text        COLLATE "C" NOT NULL DEFAULT 'public' CHECK (access IN ('public', 'invited')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz
);
CREATE INDEX rooms_public ON foyer.rooms (name) WHERE access = 'public' AND archived_at IS NULL;

-- The number of a room's newest event. The lock of this row orders the events of the room.
CREATE TABLE foyer.room_heads (
  room_id   text   COLLATE "C" PRIMARY KEY REFERENCES foyer.rooms ON DELETE CASCADE,
  last_seq  bigint NOT NULL DEFAULT 0,
  first_seq bigint NOT NULL DEFAULT 1 -- the oldest event that is kept
) WITH (fillfactor = 50);

-- The event log of each room. account_id is the account that acted, or that the event is about; name is set for
-- guests, who have no account. Messages have a type (1 text, 2 link, 3 image).
CREATE TABLE foyer.chat_events (
  room_id    text        COLLATE "C" NOT NULL,
  seq        bigint      NOT NULL,
  id         text        COLLATE "C" NOT NULL,
  kind       text        COLLATE "C" NOT NULL,
  v          smallint    NOT NULL DEFAULT 1,
  account_id text        COLLATE "C" NOT NULL DEFAULT '',
  name       text        NOT NULL DEFAULT '',
  type       smallint    NOT NULL DEFAULT 0,
  body       text        NOT NULL DEFAULT '',
  client_id  text        COLLATE "C" NOT NULL DEFAULT '',
  at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (room_id, seq)
);
-- Membership changes, which every node with sockets of these accounts reads.
CREATE INDEX chat_events_members ON foyer.chat_events (at) WHERE kind <> 'message';

-- The client's own id of each message: a message that is sent again is stored once. Kept as long as the room,
-- which is longer than its messages.
CREATE TABLE foyer.idempotency_keys (
  room_id    text   COLLATE "C" NOT NULL,
  account_id text   COLLATE "C" NOT NULL,
  client_id  text   COLLATE "C" NOT NULL,
  hash       bytea  NOT NULL,
  seq        bigint NOT NULL,
  event_id   text   COLLATE "C" NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (room_id, account_id, client_id)
);

CREATE TABLE foyer.members (
  room_id    text   COLLATE "C" NOT NULL REFERENCES foyer.rooms ON DELETE CASCADE,
  account_id text   COLLATE "C" NOT NULL,
  since_seq  bigint NOT NULL,
  read_seq   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (room_id, account_id)
) WITH (fillfactor = 80);
CREATE INDEX members_account ON foyer.members (account_id, room_id);

CREATE TABLE foyer.invitations (
  room_id    text        COLLATE "C" NOT NULL REFERENCES foyer.rooms ON DELETE CASCADE,
  account_id text        COLLATE "C" NOT NULL,
  invited_by text        COLLATE "C" NOT NULL,
  at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (room_id, account_id)
);
CREATE INDEX invitations_account ON foyer.invitations (account_id);

-- The nodes that serve guests. A node whose heartbeat stops is dead, and its guests are removed.
CREATE TABLE foyer.chat_nodes (
  node    text        COLLATE "C" PRIMARY KEY,
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- The open connections of guests. A guest without a row cannot write.
CREATE TABLE foyer.chat_guests (
  session   text        COLLATE "C" PRIMARY KEY,
  node      text        COLLATE "C" NOT NULL,
  room_id   text        COLLATE "C" NOT NULL REFERENCES foyer.rooms ON DELETE CASCADE,
  name      text        NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (room_id, name)
);
CREATE INDEX chat_guests_node ON foyer.chat_guests (node);

-- The events of guests in the columns of st-chat's table.
CREATE VIEW foyer.chat_log AS
  SELECT extract(epoch FROM at)::bigint AS "timestamp", name AS username, kind AS action,
         CASE kind WHEN 'join' THEN name || ' joined chat.'
                   WHEN 'exit' THEN name || ' exited chat.'
                   ELSE name || ': ' || body END AS message,
         room_id, seq
  FROM foyer.chat_events WHERE name <> '';

-- ---------------------------------------------------------------------------------------------
-- Feeds: messages of NATS JetStream
-- ---------------------------------------------------------------------------------------------

-- The writer of each stream. Only the holder of the current fence writes; its lease ends at lease_until.
CREATE TABLE foyer.feed_writers (
  stream      text        COLLATE "C" PRIMARY KEY,
  fence       bigint      NOT NULL,
  holder      text        COLLATE "C" NOT NULL,
  lease_until timestamptz NOT NULL,
  stream_last bigint, -- the newest message of the stream, as of seen_at
  seen_at     timestamptz
);

-- A stream that was deleted and created again counts from 1 again: it is another incarnation. So is a stream whose
-- broker lost its newest messages: the fork continues after the last message that both have. last_seq is the
-- checkpoint, the last message that is stored; it, not the broker, is the truth.
CREATE TABLE foyer.feed_incarnations (
  id        bigint      PRIMARY KEY,
  stream    text        COLLATE "C" NOT NULL,
  created   text        COLLATE "C" NOT NULL, -- the broker's creation time, to the nanosecond
  fork      integer     NOT NULL DEFAULT 0,
  last_seq  bigint      NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL DEFAULT now(),
  gaps      bigint      NOT NULL DEFAULT 0, -- the number of its rows in feed_gaps
  lost      bigint      NOT NULL DEFAULT 0, -- the number of messages in these gaps
  UNIQUE (stream, created, fork)
) WITH (fillfactor = 50);

-- One row for each subject. last_number changes only in the transaction that writes the messages, and quarantined
-- only in the one that adds or removes rows of feed_quarantine.
CREATE TABLE foyer.feeds (
  id           integer     PRIMARY KEY,
  subject      text        COLLATE "C" NOT NULL UNIQUE,
  table_name   text        COLLATE "C" NOT NULL UNIQUE, -- the table of its typed columns, in schema feeds
  last_number  bigint      NOT NULL DEFAULT 0,
  first_number bigint      NOT NULL DEFAULT 1, -- the oldest message that is kept
  created_at   timestamptz NOT NULL DEFAULT now(),
  quarantined  bigint      NOT NULL DEFAULT 0 -- messages without a number
) WITH (fillfactor = 50);

-- Each message as the broker stored it. number counts within the feed without a gap; a message in quarantine has
-- none. A message that was replayed from quarantine has a later number than its time suggests, and is marked.
CREATE TABLE foyer.feed_messages (
  incarnation bigint      NOT NULL,
  seq         bigint      NOT NULL,
  feed        integer     NOT NULL,
  number      bigint,
  at          timestamptz NOT NULL, -- when the broker stored it: the same at every delivery
  headers     json,
  payload     bytea       NOT NULL,
  replayed    boolean, -- true or null
  PRIMARY KEY (incarnation, seq, at)
) PARTITION BY RANGE (at);
CREATE UNIQUE INDEX feed_messages_number ON foyer.feed_messages (feed, number, at) WHERE number IS NOT NULL;
-- For the first number of a time. Numbers and times increase together, unless the broker's clock was set back.
-- Without the number as a column: it would save a query by time up to 2,000 pages, but half a million messages of
-- two feeds would take 35 MB of this index instead of 15, and each insert would pay for it.
CREATE INDEX feed_messages_at ON foyer.feed_messages (feed, at) WHERE number IS NOT NULL AND replayed IS NULL;

-- Messages that cannot be decoded, the reason, and the number that each got when it was replayed. Their bytes are
-- in feed_messages.
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

-- Messages that the stream lost before they were stored here: purged, expired or deleted.
CREATE TABLE foyer.feed_gaps (
  incarnation bigint      NOT NULL,
  first_seq   bigint      NOT NULL,
  last_seq    bigint      NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (incarnation, first_seq)
);
CREATE INDEX feed_gaps_found ON foyer.feed_gaps (found_at, incarnation, first_seq);

-- The messages of each feed as typed columns. The tables of the two built-in feeds are created here, others by the
-- program.
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

-- The tables of st-chat, for programs that read them. Their numbers were the digits of a float, as a double.
CREATE VIEW feeds.sport_event AS
  SELECT floor(extract(epoch FROM stored_at))::integer AS "timestamp", sport::varchar(64) AS sport,
         match_title, data_event
  FROM feeds.sport_events;
CREATE VIEW feeds.execution AS
  SELECT floor(extract(epoch FROM stored_at))::bigint::varchar(16) AS "timestamp", symbol, market,
         price::double precision::varchar(32) AS price, quantity::double precision::varchar(32) AS quantity,
         execution_epoch::varchar(16) AS executionepoch, state_symbol AS statesymbol
  FROM feeds.executions;
