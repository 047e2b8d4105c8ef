-- Which mails go first: 0 where someone waits for its link, 1 what concerns an account's safety, 2 others, 3 what came in bulk.
ALTER TABLE outbox ADD COLUMN priority BIGINT NOT NULL DEFAULT 2;
-- The one-time link that it carries, and how long that lives once the mail has gone out.
ALTER TABLE outbox ADD COLUMN link_hash BYTEA;
ALTER TABLE outbox ADD COLUMN link_ttl BIGINT;
UPDATE outbox SET priority = 0 WHERE kind IN ('recover', 'change_email', 'email_changed', 'prove');
CREATE INDEX outbox_priority ON outbox (status, priority, next_at, id);
CREATE INDEX outbox_link ON outbox (link_hash);
