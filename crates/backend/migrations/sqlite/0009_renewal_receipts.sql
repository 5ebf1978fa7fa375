-- A renewal's receipt names its entry group in the ledger.
ALTER TABLE receipt ADD COLUMN renewal TEXT;
CREATE UNIQUE INDEX receipt_of_renewal ON receipt (renewal) WHERE renewal IS NOT NULL;
-- The receipt names the code behind a renewal discount.
CREATE INDEX promotion_redemption_of_organization
    ON promotion_redemption (organization, at) WHERE state = 'redeemed';
