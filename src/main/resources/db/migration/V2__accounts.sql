-- Who somebody is. Keys are compared byte by byte: the program folds letter case and compatibility
-- forms, so that the same two names are one on every server, whatever its locale.

-- security_version grows when the password, the role or disabled_at changes: a log-in that looked
-- at an older one makes no session.
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
CREATE INDEX accounts_name ON foyer.accounts (name_key, handle_key); -- a search reads only these
CREATE INDEX accounts_admins ON foyer.accounts (id) WHERE role = 'admin';

-- Who somebody is elsewhere. Written by admins and by a provider's own log-in, by nobody else.
CREATE TABLE foyer.identities (
  provider   text        COLLATE "C" NOT NULL,
  subject    text        COLLATE "C" NOT NULL,
  account_id text        COLLATE "C" NOT NULL REFERENCES foyer.accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, subject),
  UNIQUE (account_id, provider)
);

-- One row per log-in, whatever carries it; revoked_at is final. secret_hash: of a cookie or an
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

-- Secrets of 192 random bits and a seal, kept as their SHA-256. A refresh token stays after its use, so that a
-- second use shows.
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

-- place: of the three letters that an account may be sent within an hour.
CREATE TABLE foyer.password_resets (
  hash       bytea       PRIMARY KEY,
  account_id text        COLLATE "C" NOT NULL REFERENCES foyer.accounts ON DELETE CASCADE,
  place      integer     NOT NULL CHECK (place BETWEEN 1 AND 3),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  UNIQUE (account_id, place)
);
CREATE INDEX password_resets_expiry ON foyer.password_resets (expires_at);

-- What the secrets above are sealed with, so that a made-up one is known without a look at a table.
CREATE TABLE foyer.token_seal (
  one boolean PRIMARY KEY CHECK (one),
  key bytea   NOT NULL
);

-- Which secrets the nodes sign access tokens with, each by what it says of itself.
CREATE TABLE foyer.jwt_secrets (
  mark    text        COLLATE "C" PRIMARY KEY,
  seen_at timestamptz NOT NULL
);

-- Log-ins that failed or have not succeeded yet, by a hash of what was typed, of where it came from,
-- or of both. Before blocked_until no password is looked at. familiar: who knew the password there.
CREATE TABLE foyer.login_attempts (
  kind          text        COLLATE "C" NOT NULL CHECK (kind IN ('login', 'address', 'familiar')),
  key           bytea       NOT NULL,
  failures      integer     NOT NULL,
  last_at       timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL,
  PRIMARY KEY (kind, key)
) WITH (fillfactor = 80);
CREATE INDEX login_attempts_age ON foyer.login_attempts USING brin (last_at);

-- Who looks for what they take part in. A booking writes into neither: people are written down
-- later, and what comes in is not destroyed.
CREATE INDEX participants_login ON foyer.participants (login, meeting_id) WHERE present;
CREATE INDEX evaluations_destroyed_corrector ON foyer.evaluations (corrector)
  WHERE destroyed_at IS NOT NULL;
