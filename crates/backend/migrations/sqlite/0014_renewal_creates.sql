-- Ended tries of renewals whose create request may have made an intent at the gateway, although no response arrived.
-- Such an intent is unconfirmed and cannot charge. The backend finds it, cancels it, and deletes the row.
CREATE TABLE renewal_create (
    -- The name of the try, which is the attempt of its intent.
    attempt       TEXT PRIMARY KEY,
    organization  INTEGER NOT NULL REFERENCES organization (id),
    amount_minor  INTEGER NOT NULL,
    currency      TEXT NOT NULL,
    card_ref      TEXT NOT NULL,
    checks        INTEGER NOT NULL,
    lease_from    INTEGER NOT NULL,
    lease_until   INTEGER NOT NULL
) STRICT;
