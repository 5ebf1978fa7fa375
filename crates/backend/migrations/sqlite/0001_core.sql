-- Instants are seconds since 1970, amounts minor units of the organization's currency.

CREATE TABLE person (
    id            TEXT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    first_name    TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    password_hash TEXT NOT NULL
) STRICT;

CREATE TABLE organization (
    id                INTEGER PRIMARY KEY,
    name              TEXT NOT NULL,
    currency          TEXT NOT NULL,
    granularity       TEXT NOT NULL CHECK (granularity IN ('day', 'second')),
    tax_bp            INTEGER NOT NULL CHECK (tax_bp BETWEEN 0 AND 10000),
    tax_version       INTEGER NOT NULL,
    balance_minor     INTEGER NOT NULL,
    charge_step_minor INTEGER NOT NULL CHECK (charge_step_minor >= 1),
    sample_data       INTEGER NOT NULL CHECK (sample_data IN (0, 1))
) STRICT;

CREATE TABLE membership (
    person       TEXT NOT NULL REFERENCES person (id),
    organization INTEGER NOT NULL REFERENCES organization (id),
    role            TEXT NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'BILLING_MANAGER', 'USER')),
    PRIMARY KEY (person, organization)
) STRICT;
CREATE INDEX membership_by_organization ON membership (organization);

-- Only a hash of the token: who reads this table cannot sign in with it.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    person  TEXT NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_person ON session (person);

-- The newest version of a currency is today's list; older ones are what sealed quotes name.
CREATE TABLE price_list (
    currency      TEXT NOT NULL,
    version       INTEGER NOT NULL,
    monthly_minor INTEGER NOT NULL CHECK (monthly_minor >= 0),
    annual_minor  INTEGER NOT NULL CHECK (annual_minor >= 0),
    PRIMARY KEY (currency, version)
) STRICT;

CREATE TABLE subscription (
    id                    TEXT PRIMARY KEY,
    organization       INTEGER NOT NULL UNIQUE REFERENCES organization (id),
    version               INTEGER NOT NULL CHECK (version >= 1),
    status                TEXT NOT NULL CHECK (status IN ('active', 'canceled', 'past_due', 'ended')),
    cycle                 TEXT NOT NULL CHECK (cycle IN ('monthly', 'annual')),
    sessions              INTEGER NOT NULL CHECK (sessions BETWEEN 1 AND 10000),
    unit_price_minor      INTEGER NOT NULL,
    anchor                INTEGER NOT NULL,
    period_start          INTEGER NOT NULL,
    period_end            INTEGER NOT NULL,
    renewal_discount_bp   INTEGER,
    renewal_discount_left INTEGER,
    CHECK (period_start < period_end),
    CHECK ((renewal_discount_bp IS NULL) = (renewal_discount_left IS NULL))
) STRICT;
CREATE INDEX subscription_by_period_end ON subscription (period_end);

CREATE TABLE paid_segment (
    subscription TEXT NOT NULL REFERENCES subscription (id),
    id              TEXT NOT NULL,
    position        INTEGER NOT NULL,
    net_minor       INTEGER NOT NULL,
    tax_minor       INTEGER NOT NULL,
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL,
    PRIMARY KEY (subscription, id)
) STRICT;

-- One row per version after the first: versions are dense, and each names its author.
CREATE TABLE subscription_change (
    subscription TEXT NOT NULL REFERENCES subscription (id),
    version         INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('upgrade', 'renewal', 'cancellation', 'reactivation', 'balance')),
    by_name         TEXT NOT NULL,
    at              INTEGER NOT NULL,
    before_sessions INTEGER NOT NULL,
    before_cycle    TEXT NOT NULL,
    after_sessions  INTEGER NOT NULL,
    after_cycle     TEXT NOT NULL,
    PRIMARY KEY (subscription, version)
) STRICT;

CREATE TABLE payment_card (
    id              TEXT PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    card_ref        TEXT NOT NULL,
    brand           TEXT NOT NULL,
    last4           TEXT NOT NULL,
    expires_month   INTEGER NOT NULL CHECK (expires_month BETWEEN 1 AND 12),
    expires_year    INTEGER NOT NULL,
    added_at        INTEGER NOT NULL,
    replaced_at     INTEGER
) STRICT;
CREATE UNIQUE INDEX payment_card_one_on_file ON payment_card (organization) WHERE replaced_at IS NULL;

-- Uses are rows of promotion_redemption; used_before counts those from before this service kept them.
CREATE TABLE promotion (
    code            TEXT PRIMARY KEY,
    version         INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('percent', 'fixed')),
    percent_bp      INTEGER NOT NULL,
    amount_minor    INTEGER NOT NULL,
    currency        TEXT NOT NULL,
    cycles          TEXT NOT NULL,
    min_sessions    INTEGER NOT NULL,
    renewals        INTEGER NOT NULL,
    valid_from      INTEGER,
    expires_at      INTEGER,
    max_redemptions INTEGER,
    max_per_account INTEGER NOT NULL,
    disabled        INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    organization INTEGER REFERENCES organization (id),
    used_before     INTEGER NOT NULL CHECK (used_before >= 0)
) STRICT;

-- A scope is one person, one organization, or everybody.
CREATE TABLE refused_code_count (
    scope        TEXT PRIMARY KEY,
    window_start INTEGER NOT NULL,
    refused      INTEGER NOT NULL
) STRICT;

CREATE TABLE quote (
    id              TEXT PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person       TEXT NOT NULL REFERENCES person (id),
    subscription TEXT NOT NULL REFERENCES subscription (id),
    version         INTEGER NOT NULL,
    as_of           INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    sealed          TEXT NOT NULL,
    quote_hash      TEXT NOT NULL
) STRICT;
CREATE INDEX quote_by_organization ON quote (organization, expires_at);

CREATE TABLE seal_key (
    id         TEXT PRIMARY KEY,
    secret     BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- One renewal of one subscription at one boundary, from the moment it falls due until it is paid.
CREATE TABLE renewal (
    subscription TEXT NOT NULL REFERENCES subscription (id),
    due_at       INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('charging', 'declined', 'paid')),
    -- Each try is an intent of its own; the next begins only after the gateway has said no to the one before.
    tries        INTEGER NOT NULL CHECK (tries >= 1),
    -- What is booked once it is paid, in JSON: the charge was made for exactly this.
    booking      TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    currency     TEXT NOT NULL,
    card_ref     TEXT,
    intent_id    TEXT UNIQUE,
    next_try_at  INTEGER NOT NULL,
    settled_at   INTEGER,
    PRIMARY KEY (subscription, due_at)
) STRICT;
-- A subscription has one unpaid renewal at most: the boundaries are booked in order.
CREATE UNIQUE INDEX renewal_one_unpaid ON renewal (subscription) WHERE state <> 'paid';

CREATE TABLE access_request (
    id              TEXT PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person       TEXT NOT NULL REFERENCES person (id),
    at              INTEGER NOT NULL,
    from_sessions   INTEGER NOT NULL,
    add_sessions    INTEGER,
    cycle           TEXT,
    note            TEXT
) STRICT;
CREATE INDEX access_request_by_organization ON access_request (organization, at);
