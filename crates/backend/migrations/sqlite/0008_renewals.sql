-- A renewal is charged in tries. Each try has gateway keys of its own, and the next one starts only after the gateway
-- has answered that the one before it never charges.
CREATE TABLE renewal_in_tries (
    subscription  TEXT NOT NULL REFERENCES subscription (id),
    due_at        INTEGER NOT NULL,
    -- declined: the last try is certainly not charged. held: the gateway charged it and it cannot be booked, so a
    -- person must decide. ended: the subscription ended before the renewal was paid.
    state         TEXT NOT NULL CHECK (state IN ('charging', 'declined', 'held', 'paid', 'ended')),
    -- Tries so far.
    tries         INTEGER NOT NULL CHECK (tries >= 1),
    -- The version of the subscription that this try renews.
    version       INTEGER NOT NULL CHECK (version >= 1),
    -- What is booked once this try is paid, in JSON: the charge was made for exactly this.
    booking       TEXT NOT NULL,
    tax_bp        INTEGER NOT NULL CHECK (tax_bp BETWEEN 0 AND 10000),
    amount_minor  INTEGER NOT NULL CHECK (amount_minor >= 0),
    currency      TEXT NOT NULL,
    -- The card of this try: the id it has here and the name it has at the gateway; null where there was none.
    card          TEXT REFERENCES payment_card (id),
    card_ref      TEXT,
    intent_id     TEXT UNIQUE,
    -- Whether a confirm of the intent may have reached the gateway.
    confirm_sent  INTEGER NOT NULL DEFAULT 0 CHECK (confirm_sent IN (0, 1)),
    -- Consecutive tries that ended without an answer of the bank.
    unanswered    INTEGER NOT NULL DEFAULT 0 CHECK (unanswered >= 0),
    -- How often this try was looked at without an outcome.
    checks        INTEGER NOT NULL DEFAULT 0 CHECK (checks >= 0),
    -- Rises whenever a process takes the try over; a writer with an older fence changes nothing.
    fence         INTEGER NOT NULL DEFAULT 1,
    -- No other process takes the try over between these instants.
    lease_from    INTEGER NOT NULL,
    lease_until   INTEGER NOT NULL,
    -- When the next automatic try of a declined renewal starts; null where none follows.
    next_try_at   INTEGER,
    -- Why the last try was not charged.
    reason        TEXT,
    -- Why a person must decide about a held one.
    alarm         TEXT,
    settled_at    INTEGER,
    PRIMARY KEY (subscription, due_at),
    CHECK ((state = 'held') = (alarm IS NOT NULL))
) STRICT;

INSERT INTO renewal_in_tries (subscription, due_at, state, tries, version, booking, tax_bp, amount_minor, currency, card,
    card_ref, intent_id, confirm_sent, lease_from, lease_until, next_try_at, settled_at)
SELECT renewal.subscription, renewal.due_at, renewal.state, renewal.tries, subscription.version, renewal.booking,
    organization.tax_bp, renewal.amount_minor, renewal.currency, NULL, renewal.card_ref, renewal.intent_id,
    renewal.intent_id IS NOT NULL, 0, 0, CASE renewal.state WHEN 'declined' THEN renewal.next_try_at END,
    renewal.settled_at
FROM renewal
JOIN subscription ON subscription.id = renewal.subscription
JOIN organization ON organization.id = subscription.organization;

DROP TABLE renewal;
ALTER TABLE renewal_in_tries RENAME TO renewal;
-- A subscription has one open renewal at most: the boundaries are booked in order.
CREATE UNIQUE INDEX renewal_one_open ON renewal (subscription) WHERE state IN ('charging', 'declined', 'held');
CREATE INDEX renewal_charging ON renewal (subscription) WHERE state = 'charging';
CREATE INDEX subscription_renewing ON subscription (period_end) WHERE status <> 'ended';

-- While a renewal is being charged, its own booking alone changes the terms: the price was computed from them.
CREATE TRIGGER subscription_waits_for_its_renewal
BEFORE UPDATE OF sessions, cycle, unit_price_minor, anchor, period_start, period_end ON subscription
WHEN (NEW.sessions <> OLD.sessions OR NEW.cycle <> OLD.cycle OR NEW.unit_price_minor <> OLD.unit_price_minor
    OR NEW.anchor <> OLD.anchor OR NEW.period_start <> OLD.period_start OR NEW.period_end <> OLD.period_end)
AND EXISTS (SELECT 1 FROM renewal WHERE renewal.subscription = OLD.id AND renewal.state IN ('charging', 'held'))
BEGIN SELECT RAISE(ABORT, 'a renewal of this subscription is being charged'); END;
