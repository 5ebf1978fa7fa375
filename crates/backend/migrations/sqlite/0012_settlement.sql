-- A started attempt is not proven to be uncharged: its request may store and confirm an intent at any time.
UPDATE upgrade_attempt SET charged = 'unknown' WHERE state = 'started' AND amount_due_minor > 0;

-- What is answered about money, computed from the row in this one place. `charged` is what the last commit stored, and
-- a check of the table requires 'no' there for every released attempt. An attempt has an alarm only after the gateway
-- has reported a charge; a released one keeps it, because the gateway keeps the money until a person refunds it.
ALTER TABLE upgrade_attempt ADD COLUMN money_moved TEXT GENERATED ALWAYS AS (
    CASE
        WHEN alarm IS NOT NULL THEN 'yes'
        WHEN state IN ('started', 'charging', 'requires_action', 'unknown') AND amount_due_minor > 0 THEN 'unknown'
        ELSE charged
    END
) VIRTUAL;

-- How a person settled a held try of a renewal, with what the gateway reported at that time.
CREATE TABLE renewal_resolution (
    subscription   TEXT NOT NULL,
    due_at         INTEGER NOT NULL,
    -- The number of the try.
    try            INTEGER NOT NULL,
    outcome        TEXT NOT NULL CHECK (outcome IN ('charged', 'released')),
    because        TEXT NOT NULL CHECK (length(because) BETWEEN 1 AND 1000),
    -- Why the try was held.
    alarm          TEXT NOT NULL,
    intent_id      TEXT UNIQUE,
    -- The gateway's answer at that time, in JSON; null when it does not know the intent.
    gateway_intent TEXT,
    at             INTEGER NOT NULL,
    PRIMARY KEY (subscription, due_at, try),
    FOREIGN KEY (subscription, due_at) REFERENCES renewal (subscription, due_at)
) STRICT;
CREATE TRIGGER renewal_resolution_is_never_changed BEFORE UPDATE ON renewal_resolution
BEGIN SELECT RAISE(ABORT, 'resolutions are append only'); END;
CREATE TRIGGER renewal_resolution_is_never_deleted BEFORE DELETE ON renewal_resolution
BEGIN SELECT RAISE(ABORT, 'resolutions are append only'); END;
CREATE INDEX renewal_held ON renewal (due_at) WHERE state = 'held';

-- Whether the holder of the lease is calling the gateway. Otherwise lease_until is the time of the next check, and an
-- event of the gateway starts it earlier.
ALTER TABLE renewal ADD COLUMN at_work INTEGER NOT NULL DEFAULT 0 CHECK (at_work IN (0, 1));
UPDATE renewal SET at_work = 1 WHERE state = 'charging';
