-- The name of this deployment at the gateway. It is a part of every idempotency key and of the metadata of every object,
-- because other services can use the same account.
CREATE TABLE deployment (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    id         TEXT NOT NULL,
    -- The account that has the cards and intents of this database, once the gateway has named it.
    account    TEXT,
    created_at INTEGER NOT NULL
) STRICT;

-- The customers at the gateway: one for each organization and account, created before its first card or payment. The
-- account ends with `:live` or `:test`.
CREATE TABLE gateway_customer (
    organization INTEGER NOT NULL REFERENCES organization (id),
    account      TEXT NOT NULL,
    customer_ref TEXT NOT NULL UNIQUE,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (organization, account)
) STRICT;

-- Visits to the gateway's page that saves a card.
CREATE TABLE setup_session (
    id              TEXT PRIMARY KEY,
    organization    INTEGER NOT NULL REFERENCES organization (id),
    -- Who opened the page. The card is saved by this person, also if the gateway's webhook reports it.
    person          TEXT NOT NULL REFERENCES person (id),
    -- The gateway's id and page.
    gateway_session TEXT NOT NULL UNIQUE,
    url             TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('open', 'complete', 'ended')),
    card            TEXT UNIQUE REFERENCES payment_card (id),
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    CHECK ((state = 'complete') = (card IS NOT NULL))
) STRICT;
CREATE INDEX setup_session_of_organization ON setup_session (organization);
CREATE INDEX setup_session_of_person ON setup_session (person);

-- An instant before the create request was sent, from which on the gateway's list is read.
ALTER TABLE renewal_create ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;

-- The smallest step of an amount that the gateway can charge in these currencies.
UPDATE organization SET charge_step_minor = 10 WHERE currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND');
UPDATE organization SET charge_step_minor = 100 WHERE currency = 'MGA';

-- Cards are saved on the gateway's page, which issues no tokens.
DROP INDEX payment_card_token_once;
ALTER TABLE payment_card DROP COLUMN token_hash;
-- The cards of the sample data are test cards of Stripe.
UPDATE payment_card SET card_ref = 'pm_card_visa' WHERE card_ref = 'card_visa';
UPDATE upgrade_attempt SET card_ref = 'pm_card_visa' WHERE card_ref = 'card_visa';
UPDATE renewal SET card_ref = 'pm_card_visa' WHERE card_ref = 'card_visa';

-- A declined renewal whose intent is kept, because the bank requires that a person confirms it.
ALTER TABLE renewal ADD COLUMN confirmable INTEGER NOT NULL DEFAULT 0 CHECK (confirmable IN (0, 1));
-- How often persons have started that confirmation. Each has a key of its own at the gateway.
ALTER TABLE renewal ADD COLUMN confirmations INTEGER NOT NULL DEFAULT 0;
-- Until when the person may confirm on the bank's page.
ALTER TABLE renewal ADD COLUMN confirm_until INTEGER;
CREATE INDEX renewal_kept ON renewal (subscription) WHERE confirmable = 1;
