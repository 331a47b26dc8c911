-- Foyer's own tables. All of them live in schema foyer, so that an old installation's tables
-- (users, scale_teams) may share the database.

-- A time-ordered id of 24 hex digits: 48 bits of milliseconds, 48 random bits.
CREATE FUNCTION foyer.new_id() RETURNS text
  LANGUAGE sql VOLATILE PARALLEL SAFE
  AS $$
    SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
           || substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)
  $$;

-- What came in, once per delivery. The key is what makes a repeated delivery harmless.
CREATE TABLE foyer.inbox (
  source      text        COLLATE "C" NOT NULL,
  delivery    text        COLLATE "C" NOT NULL,
  body_hash   bytea       NOT NULL,
  event       text        COLLATE "C" NOT NULL,
  subject     bigint      NOT NULL,
  repeats     integer     NOT NULL DEFAULT 0,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, delivery)
);
CREATE INDEX inbox_subject ON foyer.inbox (subject);
CREATE INDEX inbox_age ON foyer.inbox USING brin (received_at);

-- Messages that no door could read, with their bytes, where no dead-letter queue may be declared.
CREATE TABLE foyer.quarantine (
  id          text        COLLATE "C" PRIMARY KEY DEFAULT foyer.new_id(),
  source      text        NOT NULL,
  reason      text        NOT NULL,
  headers     jsonb       NOT NULL,
  body        bytea       NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);

-- Work that is due some day. due_at is when a job may next be claimed: a claim moves it to the end
-- of the lease, so an abandoned job is due again by itself. fence grows with every claim and every
-- new request; who finishes a job must still hold its number.
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

-- Effects that leave after commit. due_at as in jobs: while sending, the end of the lease. After
-- expires_at a message is not worth sending, after resend_until not worth sending a second time.
-- withdrawn: taken back while it was being sent, so it is not tried again.
CREATE TABLE foyer.outbox (
  id           text        COLLATE "C" PRIMARY KEY DEFAULT foyer.new_id(),
  subject      text        COLLATE "C" NOT NULL,
  version      bigint      NOT NULL,
  kind         text        COLLATE "C" NOT NULL,
  channel      text        COLLATE "C" NOT NULL,
  recipient    text        COLLATE "C" NOT NULL,
  payload      jsonb       NOT NULL,
  status       text        COLLATE "C" NOT NULL DEFAULT 'pending'
               CHECK (status IN ('pending', 'sending', 'sent', 'unknown', 'failed', 'cancelled')),
  due_at       timestamptz NOT NULL DEFAULT now(),
  attempts     integer     NOT NULL DEFAULT 0,
  lost_answers integer     NOT NULL DEFAULT 0,
  fence        bigint      NOT NULL DEFAULT 1,
  expires_at   timestamptz NOT NULL,
  resend_until timestamptz NOT NULL,
  withdrawn    boolean     NOT NULL DEFAULT false,
  reference    text,
  last_error   text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  settled_at  timestamptz,
  UNIQUE (subject, version, kind, channel, recipient)
);
CREATE INDEX outbox_due ON foyer.outbox (channel, due_at) WHERE status = 'pending';
CREATE INDEX outbox_leases ON foyer.outbox (channel, due_at) WHERE status = 'sending';
CREATE INDEX outbox_trouble ON foyer.outbox (status, created_at) WHERE status IN ('unknown', 'failed');

-- What every door produces. join_secret is the last part of the link; the link begins with the id,
-- so that it is found by key and compared in constant time.
CREATE TABLE foyer.meetings (
  id          text        COLLATE "C" PRIMARY KEY,
  origin      text        COLLATE "C" NOT NULL,
  origin_id   text        COLLATE "C" NOT NULL,
  title       text        NOT NULL,
  starts_at   timestamptz NOT NULL,
  room_name   text        COLLATE "C" NOT NULL,
  join_secret text        COLLATE "C" NOT NULL,
  version     bigint      NOT NULL DEFAULT 1,
  status      text        COLLATE "C" NOT NULL DEFAULT 'planned'
              CHECK (status IN ('planned', 'unarmed', 'armed', 'reminded', 'missed', 'cancelled')),
  armed_at    timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  changed_at  timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 90);

-- Who takes part, in the order of announcement. reminded_version is the version of the meeting
-- that was last announced to this person; who drops out stays, not present.
CREATE TABLE foyer.participants (
  meeting_id       text    COLLATE "C" NOT NULL REFERENCES foyer.meetings ON DELETE CASCADE,
  login            text    NOT NULL,
  position         integer NOT NULL,
  role             text    COLLATE "C" NOT NULL,
  email            text,
  email_state      text    COLLATE "C" NOT NULL CHECK (email_state IN ('known', 'none', 'pending')),
  reminded_version bigint  NOT NULL DEFAULT 0,
  present          boolean NOT NULL DEFAULT true,
  PRIMARY KEY (meeting_id, login)
) WITH (fillfactor = 70); -- everybody is marked once as told: in the same page, no index is touched

-- 42's scale teams. A row with destroyed_at is a tombstone: the id cannot come back while it stands.
-- team_id is not known of a row taken over from 42-jitsi until the intranet was asked.
CREATE TABLE foyer.evaluations (
  id                bigint      PRIMARY KEY,
  meeting_id        text        COLLATE "C",
  begin_at          timestamptz,
  team_id           bigint,
  corrector         text,
  source_updated_at timestamptz,
  revision          bigint      NOT NULL DEFAULT 1,
  enriched_at       timestamptz,
  destroyed_at      timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  changed_at        timestamptz NOT NULL DEFAULT now(),
  CHECK (destroyed_at IS NOT NULL OR (begin_at IS NOT NULL AND meeting_id IS NOT NULL))
) WITH (fillfactor = 90);
CREATE INDEX evaluations_begin ON foyer.evaluations (begin_at, id);
CREATE INDEX evaluations_tombstones ON foyer.evaluations (destroyed_at) WHERE destroyed_at IS NOT NULL;
