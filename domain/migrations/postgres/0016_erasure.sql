-- Whose mail it is, and which workspace it speaks of: it is erased with either.
ALTER TABLE outbox ADD COLUMN account_id UUID REFERENCES accounts (id); -- none: of nobody with an account
ALTER TABLE outbox ADD COLUMN workspace_id UUID REFERENCES workspaces (id); -- none: of no workspace
UPDATE outbox SET account_id = (SELECT a.id FROM accounts a WHERE a.email = outbox.recipient) WHERE kind <> 'invitation';
UPDATE outbox SET workspace_id = COALESCE(
    (SELECT m.workspace_id FROM members m WHERE m.id = outbox.subject_id),
    (SELECT i.workspace_id FROM invitations i WHERE i.id = outbox.subject_id)
);
CREATE INDEX outbox_account ON outbox (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX outbox_workspace ON outbox (workspace_id) WHERE workspace_id IS NOT NULL;

-- A mail that has gone out needs no words any more.
UPDATE outbox SET payload = '' WHERE status = 'sent';
UPDATE outbox SET payload = '', sealed = CASE WHEN subject_id IS NULL THEN NULL ELSE sealed END WHERE status = 'failed';
