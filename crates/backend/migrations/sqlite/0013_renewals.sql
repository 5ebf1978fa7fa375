-- A paid upgrade that started a new period left the unpaid renewal of the replaced period open, and the subscription past
-- due. Nothing is due for that period any more.
UPDATE subscription SET status = 'active' WHERE status = 'past_due' AND EXISTS (
    SELECT 1 FROM renewal WHERE renewal.subscription = subscription.id AND renewal.state = 'declined'
    AND renewal.due_at < subscription.period_end
);
UPDATE renewal SET state = 'ended', next_try_at = NULL WHERE state = 'declined' AND due_at < (
    SELECT period_end FROM subscription WHERE subscription.id = renewal.subscription
);
