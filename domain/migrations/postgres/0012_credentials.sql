-- Who may know how to sign in to an account, which addresses are kept for whom, and how a membership began.

-- The address that nobody else gets while the link lives: whoever had it before a change can take the account back with it.
ALTER TABLE one_time_links ADD COLUMN reserved_key TEXT;
CREATE INDEX one_time_links_reserved ON one_time_links (reserved_key) WHERE reserved_key IS NOT NULL;
-- Such a link says after which version of the account it was made: it was the moment before, of which there can be two alike.
UPDATE one_time_links SET reserved_key = lower(substr(data, strpos(data, ' ') + 1)), data = '0' || substr(data, strpos(data, ' '))
WHERE kind = 'undo_email';

-- The workspace whose administrators made the account or set its password since a mail last proved the address: they may know
-- how to sign in. None: its holder alone. No reference: what a purged workspace's administrators knew, they still know.
ALTER TABLE accounts ADD COLUMN credentials_set_by UUID;
UPDATE accounts SET credentials_set_by = (
    SELECT m.workspace_id FROM members m WHERE m.account_id = accounts.id ORDER BY m.joined_at, m.id LIMIT 1
)
WHERE email_proven_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM members m WHERE m.account_id = accounts.id AND m.source IN ('setup', 'seeded'));

-- When the person said yes to it: by an invitation, by joining, or by making the workspace. None: others added them.
ALTER TABLE members ADD COLUMN accepted_at BIGINT;
UPDATE members SET accepted_at = joined_at
WHERE account_id IS NOT NULL AND (source IN ('setup', 'joined', 'invited')
    OR EXISTS (SELECT 1 FROM invitations i WHERE i.id = members.id AND i.status = 'accepted'));

-- The key of the address that its holder has to prove before the membership can be entered; none: it is open.
ALTER TABLE members ADD COLUMN verify_email_key TEXT;
CREATE INDEX members_verify_email ON members (account_id) WHERE verify_email_key IS NOT NULL;
UPDATE members SET verify_email_key = (
    SELECT a.email_key FROM accounts a
    WHERE a.id = members.account_id AND a.credentials_set_by IS NOT NULL AND a.credentials_set_by <> members.workspace_id
)
WHERE accepted_at IS NULL AND last_active_at = 0 AND status IN ('active', 'suspended');
