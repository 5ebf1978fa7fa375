-- The audit trail becomes one chain per organization. Each link is an HMAC over the row and the link before it; its key
-- is in a file outside the database, so whoever edits the database cannot compute the links anew.
DROP TRIGGER audit_is_never_changed;
DROP TRIGGER audit_is_never_deleted;
-- The backend holds the key and moves these rows into the new table at its next start.
ALTER TABLE audit RENAME TO audit_without_key;

CREATE TABLE audit (
    -- 1, 2, 3, ... over all organizations.
    sequence     INTEGER PRIMARY KEY CHECK (sequence >= 1),
    organization INTEGER NOT NULL,
    -- 1, 2, 3, ... within the organization's chain.
    position     INTEGER NOT NULL CHECK (position >= 1),
    at           INTEGER NOT NULL,
    actor        TEXT NOT NULL,
    event        TEXT NOT NULL,
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    key_id       TEXT NOT NULL,
    mac          TEXT NOT NULL UNIQUE CHECK (length(mac) = 64),
    UNIQUE (organization, position)
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
