-- One row that the readiness check updates, to prove that the file can be written.
CREATE TABLE health_check (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    checked_at INTEGER NOT NULL,
    checks     INTEGER NOT NULL
) STRICT;
INSERT INTO health_check (id, checked_at, checks) VALUES (1, 0, 0);

-- Indexes for queries that read whole growing tables without them.
CREATE INDEX upgrade_attempt_by_key ON upgrade_attempt (organization, person, idempotency_key);
CREATE INDEX upgrade_attempt_by_quote ON upgrade_attempt (quote_id);
CREATE INDEX quote_by_expiry ON quote (expires_at);
CREATE INDEX inbound_event_by_time ON inbound_event (received_at);
CREATE INDEX session_by_creation ON session (created_at);
CREATE INDEX session_by_use ON session (used_at);

-- The same rule as in 0002, written with the condition of the index upgrade_attempt_one_open, so that a change of a
-- subscription does not read every attempt there ever was.
DROP TRIGGER subscription_waits_for_its_payment;
CREATE TRIGGER subscription_waits_for_its_payment BEFORE UPDATE OF version ON subscription
WHEN EXISTS (
    SELECT 1 FROM upgrade_attempt
    WHERE upgrade_attempt.subscription = OLD.id
    AND upgrade_attempt.state IN ('started', 'charging', 'requires_action', 'unknown')
    AND upgrade_attempt.recovery_point IN ('R1', 'R2', 'R2u')
)
BEGIN SELECT RAISE(ABORT, 'a payment for this subscription is under way'); END;
