-- What each scope has used of its allowance. Instants are seconds since 1970.
-- `restored_at` is the instant at which the whole allowance is available again; a row whose instant has passed means
-- the same as no row and is removed by the next writer.
CREATE TABLE rate_limit (
    -- Each purpose uses one clock; instants of different purposes are never compared.
    purpose     TEXT NOT NULL,
    scope       TEXT NOT NULL CHECK (length(scope) BETWEEN 1 AND 100),
    restored_at INTEGER NOT NULL,
    PRIMARY KEY (purpose, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX rate_limit_by_restored_at ON rate_limit (purpose, restored_at);
DROP TABLE refused_code_count;

-- Failed sign-ins of one e-mail address from one network, and whether a sign-in has ever succeeded with this pair.
CREATE TABLE sign_in_pair (
    -- Both are hashes: the table lists nobody's address.
    pair          TEXT PRIMARY KEY CHECK (length(pair) = 64),
    email         TEXT NOT NULL CHECK (length(email) = 64),
    failures      INTEGER NOT NULL CHECK (failures >= 0),
    failed_at     INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    -- The end of the time for which a successful sign-in makes the pair known; 0 for a pair that never signed in.
    known_until   INTEGER NOT NULL DEFAULT 0,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_pair_by_expiry ON sign_in_pair (expires_at);
CREATE INDEX sign_in_pair_known ON sign_in_pair (email, known_until) WHERE known_until > 0;

-- Declined payments are counted per organization and per person.
CREATE INDEX upgrade_attempt_declined_by_organization
    ON upgrade_attempt (organization, settled_at) WHERE state = 'declined';
CREATE INDEX upgrade_attempt_declined_by_person
    ON upgrade_attempt (person, settled_at) WHERE state = 'declined';

-- The hash of the gateway's token for this card: a token is accepted once, in one organization.
ALTER TABLE payment_card ADD COLUMN token_hash TEXT CHECK (length(token_hash) = 64);
CREATE UNIQUE INDEX payment_card_token_once ON payment_card (token_hash) WHERE token_hash IS NOT NULL;
