-- Indexes for the rules that delete old rows.
CREATE INDEX outbox_by_sending ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX access_request_by_time ON access_request (at);

-- Whether there is sample data is read with every sign-in.
CREATE INDEX organization_with_sample_data ON organization (id) WHERE sample_data = 1;
