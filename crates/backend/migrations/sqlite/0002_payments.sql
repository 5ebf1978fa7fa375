-- One try to pay one sealed quote. Instants are seconds since 1970, amounts minor units of `currency`.
CREATE TABLE upgrade_attempt (
    id               TEXT PRIMARY KEY,
    organization     INTEGER NOT NULL REFERENCES organization (id),
    subscription     TEXT NOT NULL REFERENCES subscription (id),
    person           TEXT NOT NULL REFERENCES person (id),
    by_name          TEXT NOT NULL,
    idempotency_key  TEXT NOT NULL,
    -- A key whose attempt ended before anything reached the gateway may be used again.
    key_released     INTEGER NOT NULL DEFAULT 0 CHECK (key_released IN (0, 1)),
    request_hash     TEXT NOT NULL,
    quote_id         TEXT NOT NULL,
    quote_hash       TEXT NOT NULL,
    -- The sealed text, so that an attempt can be finished from its own row.
    sealed           TEXT NOT NULL,
    -- The version of the subscription that is paid for.
    version          INTEGER NOT NULL,
    before_sessions  INTEGER NOT NULL,
    before_cycle     TEXT NOT NULL,
    after_sessions   INTEGER NOT NULL,
    after_cycle      TEXT NOT NULL,
    amount_due_minor INTEGER NOT NULL CHECK (amount_due_minor >= 0),
    currency         TEXT NOT NULL,
    -- The card as a reader may know it, in JSON, and as the gateway names it.
    card             TEXT,
    card_ref         TEXT,
    state            TEXT NOT NULL
        CHECK (state IN ('started', 'charging', 'requires_action', 'unknown', 'charged', 'declined', 'canceled')),
    charged          TEXT NOT NULL CHECK (charged IN ('yes', 'no', 'unknown')),
    recovery_point   TEXT NOT NULL CHECK (recovery_point IN ('R0', 'R1', 'R2', 'R2u', 'R3', 'R4')),
    -- Rises whenever another process takes the attempt over; a writer with an older one changes nothing.
    fence            INTEGER NOT NULL DEFAULT 1,
    lease_until      INTEGER NOT NULL,
    checks           INTEGER NOT NULL DEFAULT 0,
    intent_id        TEXT UNIQUE,
    -- A create whose answer was lost may have left an intent that nobody can confirm; it is canceled later.
    create_unresolved INTEGER NOT NULL DEFAULT 0 CHECK (create_unresolved IN (0, 1)),
    confirmation_url TEXT,
    confirm_until    INTEGER,
    decline_class    TEXT,
    -- Why a person must decide; such an attempt is never settled by itself.
    alarm            TEXT,
    started_at       INTEGER NOT NULL,
    settled_at       INTEGER,
    -- Whether the request that began it has been answered, and what a paid one was answered, byte for byte.
    answered         INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)),
    answer_body      TEXT,
    CHECK ((state = 'started') = (recovery_point = 'R0')),
    CHECK ((state = 'charged') = (recovery_point = 'R3')),
    CHECK ((state = 'charged') = (answer_body IS NOT NULL)),
    CHECK ((state IN ('declined', 'canceled')) = (recovery_point = 'R4')),
    CHECK (recovery_point NOT IN ('R1', 'R2', 'R2u') OR intent_id IS NOT NULL),
    CHECK (state <> 'charged' OR amount_due_minor = 0 OR (charged = 'yes' AND intent_id IS NOT NULL)),
    CHECK (state NOT IN ('declined', 'canceled') OR charged = 'no'),
    CHECK (amount_due_minor = 0 OR card_ref IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX upgrade_attempt_one_open
    ON upgrade_attempt (subscription) WHERE state IN ('started', 'charging', 'requires_action', 'unknown');
CREATE UNIQUE INDEX upgrade_attempt_one_per_key
    ON upgrade_attempt (organization, person, idempotency_key) WHERE key_released = 0;
CREATE UNIQUE INDEX upgrade_attempt_quote_paid_once ON upgrade_attempt (quote_id) WHERE state = 'charged';
CREATE UNIQUE INDEX upgrade_attempt_version_paid_once
    ON upgrade_attempt (subscription, version) WHERE state = 'charged';
CREATE INDEX upgrade_attempt_unresolved ON upgrade_attempt (id) WHERE create_unresolved = 1;

-- From the moment an intent is stored until the attempt settles, nothing else may move the subscription: the money
-- was quoted for this version of it.
CREATE TRIGGER subscription_waits_for_its_payment BEFORE UPDATE OF version ON subscription
WHEN EXISTS (
    SELECT 1 FROM upgrade_attempt
    WHERE upgrade_attempt.subscription = OLD.id AND upgrade_attempt.recovery_point IN ('R1', 'R2', 'R2u')
)
BEGIN SELECT RAISE(ABORT, 'a payment for this subscription is under way'); END;

-- Double entry: the amounts of one entry group sum to zero. Debits are positive.
CREATE TABLE ledger_entry (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_group  TEXT NOT NULL,
    organization INTEGER NOT NULL,
    account      TEXT NOT NULL CHECK (account IN ('cash', 'revenue', 'tax_payable', 'customer_balance')),
    amount_minor INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    -- The gateway's charge behind a cash entry; null for what was booked without a gateway.
    intent_id    TEXT,
    at           INTEGER NOT NULL,
    UNIQUE (entry_group, account)
) STRICT;
CREATE UNIQUE INDEX ledger_entry_intent_once ON ledger_entry (intent_id) WHERE intent_id IS NOT NULL;
CREATE INDEX ledger_entry_of_organization ON ledger_entry (organization, id);
CREATE TRIGGER ledger_entry_is_never_changed BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
CREATE TRIGGER ledger_entry_is_never_deleted BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;

CREATE TABLE receipt (
    number        TEXT PRIMARY KEY,
    organization  INTEGER NOT NULL,
    sequence      INTEGER NOT NULL CHECK (sequence > 0),
    attempt       TEXT UNIQUE REFERENCES upgrade_attempt (id),
    at            INTEGER NOT NULL,
    charged_minor INTEGER NOT NULL CHECK (charged_minor >= 0),
    -- The receipt as the contract writes it, so that it reads the same for ever.
    body          TEXT NOT NULL,
    UNIQUE (organization, sequence)
) STRICT;
CREATE TRIGGER receipt_is_never_changed BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts are append only'); END;
CREATE TRIGGER receipt_is_never_deleted BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts are append only'); END;

-- A use of a promotion code: reserved while an attempt runs, then redeemed with its payment or released.
CREATE TABLE promotion_redemption (
    attempt      TEXT PRIMARY KEY REFERENCES upgrade_attempt (id),
    code         TEXT NOT NULL,
    organization INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('reserved', 'redeemed', 'released')),
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX promotion_redemption_in_use
    ON promotion_redemption (code, organization) WHERE state IN ('reserved', 'redeemed');

-- Messages to send after their transaction is committed. `dedupe` lets a receiver have each effect once.
CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    dedupe       TEXT NOT NULL UNIQUE,
    organization INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    body         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER
) STRICT;
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;

-- Every event of the gateway that was processed, by the gateway's own id.
CREATE TABLE inbound_event (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    intent_id   TEXT NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

-- One row per change of state. Each hash covers the row and the hash before it.
CREATE TABLE audit (
    sequence      INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    organization  INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    event         TEXT NOT NULL,
    subject       TEXT NOT NULL,
    body          TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
