-- A paid upgrade that started a new period left the unpaid renewal of the replaced period open, and the subscription past
-- due. Nothing is due for that period any more.
UPDATE subscription SET status = 'active' WHERE status = 'past_due' AND EXISTS (
    SELECT 1 FROM renewal WHERE renewal.subscription = subscription.id AND renewal.state = 'declined'
    AND renewal.due_at < subscription.period_end
);
UPDATE renewal SET state = 'ended', next_try_at = NULL WHERE state = 'declined' AND due_at < (
    SELECT period_end FROM subscription WHERE subscription.id = renewal.subscription
);

-- The tries of renewals that a bank has declined. They count toward the limits of declined payments.
CREATE TABLE renewal_decline (
    organization INTEGER NOT NULL REFERENCES organization (id),
    -- The person who saved the card of the try; null for a card of an earlier release or of the sample data.
    person       TEXT REFERENCES person (id),
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX renewal_decline_by_organization ON renewal_decline (organization, at);
CREATE INDEX renewal_decline_by_person ON renewal_decline (person, at);
CREATE INDEX renewal_decline_by_instant ON renewal_decline (at);
ALTER TABLE payment_card ADD COLUMN saved_by TEXT REFERENCES person (id);
