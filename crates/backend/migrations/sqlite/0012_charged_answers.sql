-- A started attempt is not proven to be uncharged: its request may store and confirm an intent at any time.
UPDATE upgrade_attempt SET charged = 'unknown' WHERE state = 'started' AND amount_due_minor > 0;

-- What is answered about money, computed from the row in this one place. `charged` is what the last commit stored, and
-- a check of the table requires 'no' there for every released attempt. An attempt has an alarm only after the gateway
-- has reported a charge; a released one keeps it, because the gateway keeps the money until a person refunds it.
ALTER TABLE upgrade_attempt ADD COLUMN money_moved TEXT GENERATED ALWAYS AS (
    CASE
        WHEN alarm IS NOT NULL THEN 'yes'
        WHEN state IN ('started', 'charging', 'requires_action', 'unknown') AND amount_due_minor > 0 THEN 'unknown'
        ELSE charged
    END
) VIRTUAL;
