-- The tables of tenon.db, as of format 1 (later ones are in migrate.cc). docs/state.md explains them; migrate.cc runs this file on an empty database.
-- One file holds many states, so the state's id comes first in every key of its own data. Tables are WITHOUT ROWID where the key is the
-- order in which they are read: a snapshot is then one scan of neighbouring pages.

-- Secrets and identity of this store alone: "store_id", "digest_key".
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE states (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  lineage      TEXT NOT NULL,               -- a UUID, given once, carried into exports
  serial       INTEGER NOT NULL DEFAULT 0,  -- grows with every batch that changes rows or outputs
  next_version INTEGER NOT NULL DEFAULT 1,  -- versions of rows are never used twice
  next_fence   INTEGER NOT NULL DEFAULT 1,  -- nor are fencing tokens
  row_count    INTEGER NOT NULL DEFAULT 0   -- of `resources`: how much room a snapshot makes beforehand
) STRICT;

-- Dictionaries, shared by all states: texts and types that thousands of rows have in common are kept once.
CREATE TABLE names (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE                 -- providers, run ids, actions
) STRICT;

CREATE TABLE types (
  id      INTEGER PRIMARY KEY,
  encoded BLOB NOT NULL UNIQUE              -- schema/value/wire.h, encode_type
) STRICT;

-- What exists: one row per object of an instance, as of its last write.
CREATE TABLE resources (
  state          INTEGER NOT NULL REFERENCES states(id),
  address        TEXT NOT NULL,
  deposed        TEXT NOT NULL,             -- empty: the current object
  version        INTEGER NOT NULL,
  flags          INTEGER NOT NULL,          -- 1 tainted, 2 create before destroy
  schema_version INTEGER NOT NULL,
  provider       INTEGER NOT NULL,          -- names.id
  type           INTEGER NOT NULL,          -- types.id: what `value` is encoded as
  value          BLOB NOT NULL,             -- schema/value/wire.h
  private        BLOB NOT NULL,
  dependencies   BLOB NOT NULL,             -- encode_dependencies()
  run            INTEGER NOT NULL,          -- names.id of the run that wrote it
  action         INTEGER NOT NULL,          -- names.id: "create", "update", …
  at             INTEGER NOT NULL,          -- seconds since the epoch
  duration_ms    INTEGER NOT NULL,
  PRIMARY KEY (state, address, deposed)
) STRICT, WITHOUT ROWID;

-- What was: a version moves here when it is replaced or removed, so every version exists once, here or in `resources`. A removal leaves
-- an entry of its own, whose value is null. Same columns as `resources`, in the same order.
CREATE TABLE history (
  state          INTEGER NOT NULL REFERENCES states(id),
  address        TEXT NOT NULL,
  deposed        TEXT NOT NULL,
  version        INTEGER NOT NULL,
  flags          INTEGER NOT NULL,
  schema_version INTEGER NOT NULL,
  provider       INTEGER NOT NULL,
  type           INTEGER NOT NULL,
  value          BLOB,
  private        BLOB,
  dependencies   BLOB,
  run            INTEGER NOT NULL,
  action         INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  duration_ms    INTEGER NOT NULL,
  PRIMARY KEY (state, address, version)
) STRICT, WITHOUT ROWID;

-- No-op certificates. Nothing depends on them but time; one is believed only while the row still has `version`.
CREATE TABLE observations (
  state   INTEGER NOT NULL,
  address TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest  BLOB NOT NULL,                    -- 16 bytes, big-endian
  PRIMARY KEY (state, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE outputs (
  state     INTEGER NOT NULL REFERENCES states(id),
  name      TEXT NOT NULL,
  type      INTEGER NOT NULL,
  value     BLOB NOT NULL,
  sensitive INTEGER NOT NULL,
  PRIMARY KEY (state, name)
) STRICT, WITHOUT ROWID;

-- The journal. An intent is here from before its effect until its result is durable, in the same transaction as the row that the effect
-- led to: what is found here at the start of a run was cut off in the middle.
CREATE TABLE intents (
  state           INTEGER NOT NULL REFERENCES states(id),
  id              TEXT NOT NULL,
  position        INTEGER NOT NULL,         -- order of opening, from next_version
  run             TEXT NOT NULL,
  action          INTEGER NOT NULL,         -- IntentAction
  address         TEXT NOT NULL,
  deposed         TEXT NOT NULL,
  resource_type   TEXT NOT NULL,
  provider        TEXT NOT NULL,
  token           TEXT NOT NULL,
  siblings        BLOB NOT NULL,
  type            INTEGER NOT NULL,
  planned         BLOB NOT NULL,
  config          BLOB NOT NULL,
  provider_config BLOB NOT NULL,
  private         BLOB NOT NULL,
  dependencies    BLOB NOT NULL,
  schema_version  INTEGER NOT NULL,
  create_before_destroy INTEGER NOT NULL,
  at              INTEGER NOT NULL,
  PRIMARY KEY (state, id)
) STRICT, WITHOUT ROWID;

-- How far an effect got: the identity that the other side gave it, and what is known of the object.
CREATE TABLE progress (
  state    INTEGER NOT NULL,
  intent   TEXT NOT NULL,
  identity TEXT NOT NULL,
  type     INTEGER NOT NULL,
  partial  BLOB NOT NULL,
  PRIMARY KEY (state, intent),
  FOREIGN KEY (state, intent) REFERENCES intents(state, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Who may write what now. `machine` and a lock on byte (state, token) of tenon.db-lock tell at once that a holder on this machine died;
-- `expires` serves everybody else.
CREATE TABLE leases (
  state       INTEGER NOT NULL REFERENCES states(id),
  id          TEXT NOT NULL,
  token       INTEGER NOT NULL,             -- fencing token, grows
  owner       TEXT NOT NULL,                -- "ann@build-7 4711"
  operation   TEXT NOT NULL,
  machine     TEXT NOT NULL,                -- empty where file locks do not work
  since       INTEGER NOT NULL,             -- seconds since the epoch
  expires     INTEGER NOT NULL,             -- milliseconds since the epoch
  whole_state INTEGER NOT NULL,
  PRIMARY KEY (state, id)
) STRICT, WITHOUT ROWID;

-- Apart from `leases`, so that a heartbeat does not write it again.
CREATE TABLE lease_scopes (
  state  INTEGER NOT NULL,
  lease  TEXT NOT NULL,
  writes BLOB NOT NULL,                     -- sorted addresses, encode_dependencies()
  reads  BLOB NOT NULL,
  PRIMARY KEY (state, lease),
  FOREIGN KEY (state, lease) REFERENCES leases(state, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  state     INTEGER NOT NULL REFERENCES states(id),
  id        TEXT NOT NULL,
  operation TEXT NOT NULL,
  who       TEXT NOT NULL,
  started   INTEGER NOT NULL,
  ended     INTEGER NOT NULL,
  summary   TEXT NOT NULL,
  status    TEXT NOT NULL,
  PRIMARY KEY (state, id)
) STRICT, WITHOUT ROWID;

-- The last few durations of each kind of action ("aws_vpc create"), for estimates.
CREATE TABLE durations (
  state   INTEGER NOT NULL REFERENCES states(id),
  what    TEXT NOT NULL,
  samples BLOB NOT NULL,                    -- varints, oldest first
  PRIMARY KEY (state, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE drift_findings (
  state      INTEGER NOT NULL REFERENCES states(id),
  position   INTEGER NOT NULL,
  address    TEXT NOT NULL,
  kind       TEXT NOT NULL,
  detail     TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  PRIMARY KEY (state, position)
) STRICT, WITHOUT ROWID;
