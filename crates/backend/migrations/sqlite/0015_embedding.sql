-- Portals that may embed the app. `backend apply` writes these three tables.
CREATE TABLE embed_client (
    id          TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    name        TEXT NOT NULL,
    -- SHA-256 of a random secret. Guessing one of 128 bits takes too long also without a slow hash.
    secret_hash TEXT NOT NULL CHECK (length(secret_hash) = 64),
    disabled    INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT;

-- The exact origins of the pages that may frame the app.
CREATE TABLE embed_client_origin (
    client TEXT NOT NULL REFERENCES embed_client (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (client, origin)
) STRICT, WITHOUT ROWID;

CREATE TABLE embed_client_organization (
    client       TEXT NOT NULL REFERENCES embed_client (id),
    organization INTEGER NOT NULL REFERENCES organization (id),
    PRIMARY KEY (client, organization)
) STRICT, WITHOUT ROWID;

-- One-time codes that a portal's server exchanges for a session in the frame. Instants are those of the machine's clock.
CREATE TABLE embed_code (
    code_hash        TEXT PRIMARY KEY CHECK (length(code_hash) = 64),
    client           TEXT NOT NULL REFERENCES embed_client (id),
    person           TEXT NOT NULL REFERENCES person (id),
    organization     INTEGER NOT NULL REFERENCES organization (id),
    origin           TEXT NOT NULL,
    -- When the person last signed in at the portal, as the portal reports it.
    authenticated_at INTEGER NOT NULL,
    locale           TEXT,
    -- The entries of the upgrade form, in JSON.
    prefill          TEXT,
    issued_at        INTEGER NOT NULL,
    -- A used code is kept until it expires, so that the log can tell reuse from an unknown code.
    used_at          INTEGER
) STRICT;
CREATE INDEX embed_code_by_issue ON embed_code (issued_at);
CREATE INDEX embed_code_by_client ON embed_code (client);

-- The bearer tokens of embedded pages. Each exchange of a code adds a token to the session of its document.
CREATE TABLE embed_session (
    token_hash       TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    -- The id in the nonce of the frame's HTML. All tokens of a document have the same client, person, organization,
    -- origin and `started_at`.
    document         TEXT NOT NULL,
    client           TEXT NOT NULL REFERENCES embed_client (id),
    person           TEXT NOT NULL REFERENCES person (id),
    organization     INTEGER NOT NULL REFERENCES organization (id),
    origin           TEXT NOT NULL,
    authenticated_at INTEGER NOT NULL,
    started_at       INTEGER NOT NULL,
    issued_at        INTEGER NOT NULL,
    used_at          INTEGER NOT NULL
) STRICT;
CREATE INDEX embed_session_by_document ON embed_session (document, used_at);
CREATE INDEX embed_session_by_start ON embed_session (started_at);
CREATE INDEX embed_session_by_client ON embed_session (client);
