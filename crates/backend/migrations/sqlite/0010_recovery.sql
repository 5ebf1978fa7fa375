-- The holder of a lease writes both of its ends, so that a reader with another configuration judges it the same way.
ALTER TABLE upgrade_attempt ADD COLUMN lease_from INTEGER NOT NULL DEFAULT 0;
-- Whether the holder of the lease is calling the gateway. Otherwise lease_until is the time of the next check.
ALTER TABLE upgrade_attempt ADD COLUMN at_work INTEGER NOT NULL DEFAULT 0 CHECK (at_work IN (0, 1));
-- Checks in a row that the gateway did not answer; the backoff grows with them.
ALTER TABLE upgrade_attempt ADD COLUMN failed_checks INTEGER NOT NULL DEFAULT 0 CHECK (failed_checks >= 0);
-- The person who asked to cancel the payment. Every later check then cancels the intent.
ALTER TABLE upgrade_attempt ADD COLUMN cancel_requested_by TEXT;

UPDATE upgrade_attempt SET at_work = 1
    WHERE answered = 0 AND state IN ('started', 'charging', 'requires_action', 'unknown');
-- The bank may have taken the money before this service knows of it.
UPDATE upgrade_attempt SET charged = 'unknown' WHERE state = 'requires_action';

CREATE INDEX upgrade_attempt_due ON upgrade_attempt (failed_checks, lease_until)
    WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL;
CREATE INDEX upgrade_attempt_held ON upgrade_attempt (started_at)
    WHERE state = 'unknown' AND alarm IS NOT NULL;

-- A held attempt waits for a person, which may take days; the subscription renews and can be canceled all the same.
DROP TRIGGER subscription_waits_for_its_payment;
CREATE TRIGGER subscription_waits_for_its_payment BEFORE UPDATE OF version ON subscription
WHEN EXISTS (
    SELECT 1 FROM upgrade_attempt
    WHERE upgrade_attempt.subscription = OLD.id
    AND upgrade_attempt.state IN ('started', 'charging', 'requires_action', 'unknown')
    AND upgrade_attempt.recovery_point IN ('R1', 'R2', 'R2u')
    AND upgrade_attempt.alarm IS NULL
)
BEGIN SELECT RAISE(ABORT, 'a payment for this subscription is under way'); END;

-- How a person settled a held attempt, with what the gateway reported at that time.
CREATE TABLE attempt_resolution (
    attempt        TEXT PRIMARY KEY REFERENCES upgrade_attempt (id),
    outcome        TEXT NOT NULL CHECK (outcome IN ('charged', 'released')),
    because        TEXT NOT NULL CHECK (length(because) BETWEEN 1 AND 1000),
    -- Why the attempt was held.
    alarm          TEXT NOT NULL,
    -- The gateway's answer at that time, in JSON; null when it does not know the intent.
    gateway_intent TEXT,
    at             INTEGER NOT NULL
) STRICT;
CREATE TRIGGER attempt_resolution_is_never_changed BEFORE UPDATE ON attempt_resolution
BEGIN SELECT RAISE(ABORT, 'resolutions are append only'); END;
CREATE TRIGGER attempt_resolution_is_never_deleted BEFORE DELETE ON attempt_resolution
BEGIN SELECT RAISE(ABORT, 'resolutions are append only'); END;

-- While an intent may be confirmed, only the gateway knows that no money has moved.
CREATE TRIGGER upgrade_attempt_not_charged_needs_proof BEFORE UPDATE OF charged, recovery_point ON upgrade_attempt
WHEN NEW.charged = 'no' AND NEW.recovery_point IN ('R1', 'R2', 'R2u')
BEGIN SELECT RAISE(ABORT, 'nothing proves that this attempt was not charged'); END;
