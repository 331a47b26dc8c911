-- Chat: rooms, who is in them, and one log for each room whose numbers have no gap.

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

-- The number of the newest event. Its lock is what puts the events of a room in one order.
CREATE TABLE foyer.room_heads (
  room_id   text   COLLATE "C" PRIMARY KEY REFERENCES foyer.rooms ON DELETE CASCADE,
  last_seq  bigint NOT NULL DEFAULT 0,
  first_seq bigint NOT NULL DEFAULT 1 -- of what is kept
) WITH (fillfactor = 50);

-- What happened in a room. account_id is who did it, or to whom it was done; name is set for guests,
-- who have no account. Messages have a type (1 text, 2 link, 3 image).
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
-- Who came and went since: read by nodes that hold sockets of these people.
CREATE INDEX chat_events_members ON foyer.chat_events (at) WHERE kind <> 'message';

-- What a client called its message, for as long as the room lives, longer than messages are kept.
CREATE TABLE foyer.send_keys (
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

-- Nodes that let guests in. One that does not beat is dead, and so are its guests' connections.
CREATE TABLE foyer.chat_nodes (
  node    text        COLLATE "C" PRIMARY KEY,
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- Guests who are here now: a row for each connection. Who has none says nothing any more.
CREATE TABLE foyer.chat_guests (
  session   text        COLLATE "C" PRIMARY KEY,
  node      text        COLLATE "C" NOT NULL,
  room_id   text        COLLATE "C" NOT NULL REFERENCES foyer.rooms ON DELETE CASCADE,
  name      text        NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (room_id, name)
);
CREATE INDEX chat_guests_node ON foyer.chat_guests (node);

-- What st-chat kept as a table: what guests did, each with what it truly was.
CREATE VIEW foyer.chat_log AS
  SELECT extract(epoch FROM at)::bigint AS "timestamp", name AS username, kind AS action,
         CASE kind WHEN 'join' THEN name || ' joined chat.'
                   WHEN 'exit' THEN name || ' exited chat.'
                   ELSE name || ': ' || body END AS message,
         room_id, seq
  FROM foyer.chat_events WHERE name <> '';
