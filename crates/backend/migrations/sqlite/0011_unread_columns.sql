-- Columns that nothing reads. A receipt's instant and amount are in its body, the instant at which a card was saved is in
-- the audit trail, and the health check counts.
ALTER TABLE receipt DROP COLUMN at;
ALTER TABLE receipt DROP COLUMN charged_minor;
ALTER TABLE payment_card DROP COLUMN added_at;
ALTER TABLE health_check DROP COLUMN checked_at;
