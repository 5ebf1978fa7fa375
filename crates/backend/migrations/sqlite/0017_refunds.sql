-- The ledger gets accounts for refunds and disputes. SQLite cannot change a check, so the table is written again.
CREATE TABLE ledger_entry_with_refunds (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_group  TEXT NOT NULL,
    organization INTEGER NOT NULL,
    account      TEXT NOT NULL
        CHECK (account IN ('cash', 'revenue', 'tax_payable', 'customer_balance', 'refunds', 'disputes')),
    amount_minor INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    -- The gateway's intent behind the cash of a charge; null for everything else.
    intent_id    TEXT,
    at           INTEGER NOT NULL,
    UNIQUE (entry_group, account)
) STRICT;
INSERT INTO ledger_entry_with_refunds (id, entry_group, organization, account, amount_minor, currency, intent_id, at)
SELECT id, entry_group, organization, account, amount_minor, currency, intent_id, at FROM ledger_entry;
DROP TABLE ledger_entry;
ALTER TABLE ledger_entry_with_refunds RENAME TO ledger_entry;
CREATE UNIQUE INDEX ledger_entry_intent_once ON ledger_entry (intent_id) WHERE intent_id IS NOT NULL;
CREATE INDEX ledger_entry_of_organization ON ledger_entry (organization, id);
CREATE TRIGGER ledger_entry_is_never_changed BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
CREATE TRIGGER ledger_entry_is_never_deleted BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;

-- Refunds and disputes of booked charges, as the gateway last reported them. They are made at the gateway, and change no
-- subscription.
CREATE TABLE charge_reversal (
    -- The gateway's id.
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('refund', 'dispute')),
    organization INTEGER NOT NULL REFERENCES organization (id),
    -- The receipt of the charge.
    receipt      TEXT NOT NULL REFERENCES receipt (number),
    status       TEXT NOT NULL
        CHECK (status IN ('pending', 'succeeded', 'failed', 'canceled', 'open', 'won', 'lost', 'closed')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    currency     TEXT NOT NULL,
    reason       TEXT,
    -- The part that the ledger has taken from the cash: all of it or nothing. Each change is a posting of its own.
    booked_minor INTEGER NOT NULL CHECK (booked_minor >= 0),
    postings     INTEGER NOT NULL CHECK (postings >= 0),
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX charge_reversal_of_receipt ON charge_reversal (receipt);
CREATE INDEX charge_reversal_of_organization ON charge_reversal (organization);
