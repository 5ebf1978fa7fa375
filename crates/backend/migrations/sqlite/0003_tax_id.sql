-- As the organization's invoices name it; null where none is known.
ALTER TABLE organization ADD COLUMN tax_id TEXT CHECK (length(tax_id) BETWEEN 1 AND 40);
